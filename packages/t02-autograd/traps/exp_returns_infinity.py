"""Overflow becomes an infinity, which turns into NaN a few operations later."""

EXERCISE = "Value.exp"
MESSAGE = "expected OverflowError"


def exp(self):
    try:
        out = math.exp(self.data)
    except OverflowError:
        out = math.inf

    def backward(g):
        self.grad += out * g

    return Value(out, (self,), "exp", backward)
