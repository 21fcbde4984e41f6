"""`=` instead of `+=`: in a * a the second contribution replaces the first."""

EXERCISE = "Value.__mul__"
MESSAGE = "3 from each factor"


def __mul__(self, other):
    other = _as_value(other)

    def backward(g):
        self.grad = other.data * g
        other.grad = self.data * g

    return Value(self.data * other.data, (self, other), "*", backward)
