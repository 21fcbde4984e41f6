"""Gradients are assigned with `=`: a value used twice keeps only one of its contributions."""

EXERCISE = "Value.__add__"
MESSAGE = "used twice"


def __add__(self, other):
    other = _as_value(other)

    def backward(g):
        self.grad = g
        other.grad = g

    return Value(self.data + other.data, (self, other), "+", backward)
