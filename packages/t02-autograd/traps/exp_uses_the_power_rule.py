"""The power rule is used for e**x: x * e**(x - 1)."""

EXERCISE = "Value.exp"
MESSAGE = "exp is its own derivative"


def exp(self):
    try:
        out = math.exp(self.data)
    except OverflowError:
        raise OverflowError(f"exp({self.data}) is too large for a float") from None

    def backward(g):
        self.grad += self.data * math.exp(self.data - 1) * g

    return Value(out, (self,), "exp", backward)
