"""A Value in the exponent is read as a plain number: its gradient is lost without a word."""

EXERCISE = "Value.__pow__"
MESSAGE = "d(a**b)/db = a**b log a"


def __pow__(self, exponent):
    if isinstance(exponent, Value):
        exponent = exponent.data
    exponent = _as_float(exponent)
    out = _power(self.data, exponent)
    slope = exponent * _power(self.data, exponent - 1) if exponent else 0.0

    def backward(g):
        self.grad += slope * g

    return Value(out, (self,), f"**{exponent:g}", backward)
