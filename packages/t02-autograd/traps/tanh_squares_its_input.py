"""The slope 1 - t**2 is computed with the input instead of with t = tanh(x)."""

EXERCISE = "Value.tanh"
MESSAGE = "1 - tanh(x)**2"


def tanh(self):
    x = self.data

    def backward(g):
        self.grad += (1 - x * x) * g

    return Value(math.tanh(x), (self,), "tanh", backward)
