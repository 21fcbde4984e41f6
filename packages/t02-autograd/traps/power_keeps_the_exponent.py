"""The slope is n * x**n: the exponent was not lowered by one."""

EXERCISE = "Value.__pow__"
MESSAGE = "n * x**(n - 1)"


def __pow__(self, exponent):
    if isinstance(exponent, Value):
        return (exponent * self.log()).exp()
    exponent = _as_float(exponent)
    out = _power(self.data, exponent)

    def backward(g):
        self.grad += exponent * out * g

    return Value(out, (self,), f"**{exponent:g}", backward)
