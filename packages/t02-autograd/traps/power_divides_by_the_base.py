"""The slope is written n * x**n / x, which is no number at x = 0."""

EXERCISE = "Value.__pow__"
MESSAGE = "float division by zero"


def __pow__(self, exponent):
    if isinstance(exponent, Value):
        return (exponent * self.log()).exp()
    exponent = _as_float(exponent)
    out = _power(self.data, exponent)

    def backward(g):
        self.grad += exponent * out / self.data * g

    return Value(out, (self,), f"**{exponent:g}", backward)
