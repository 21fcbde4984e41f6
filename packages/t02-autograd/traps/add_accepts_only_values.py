"""Plain numbers are not wrapped, so that `x + 1` and `sum(values)` fail."""

EXERCISE = "Value.__add__"
MESSAGE = "has no attribute 'data'"


def __add__(self, other):
    def backward(g):
        self.grad += g
        other.grad += g

    return Value(self.data + other.data, (self, other), "+", backward)
