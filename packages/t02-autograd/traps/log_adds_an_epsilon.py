"""A small epsilon hides log(0), and makes every other logarithm a little wrong."""

EXERCISE = "Value.log"
MESSAGE = "expected ValueError"


def log(self):
    x = max(self.data, 0.0) + 1e-12

    def backward(g):
        self.grad += g / x

    return Value(math.log(x), (self,), "log", backward)
