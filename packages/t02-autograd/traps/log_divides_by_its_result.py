"""The slope is 1 / log(x) instead of 1 / x."""

EXERCISE = "Value.log"
MESSAGE = "d log(x)/dx = 1/x"


def log(self):
    if self.data <= 0:
        raise ValueError(f"log needs a positive number, got {self.data}")
    out = math.log(self.data)

    def backward(g):
        self.grad += g / out if out else g

    return Value(out, (self,), "log", backward)
