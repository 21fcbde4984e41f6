"""Each operand receives its own number instead of the other one's."""

EXERCISE = "Value.__mul__"
MESSAGE = "the factors change places"


def __mul__(self, other):
    other = _as_value(other)

    def backward(g):
        self.grad += self.data * g
        other.grad += other.data * g

    return Value(self.data * other.data, (self, other), "*", backward)
