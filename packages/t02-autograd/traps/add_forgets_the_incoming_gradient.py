"""The local slope 1 is handed down instead of 1 * g: right only when the sum is the output."""

EXERCISE = "Value.__add__"
MESSAGE = "each operand receives 1 * g"


def __add__(self, other):
    other = _as_value(other)

    def backward(g):
        self.grad += 1.0
        other.grad += 1.0

    return Value(self.data + other.data, (self, other), "+", backward)
