"""Each operand receives its own number instead of the other one's."""

EXERCISE = "Value.__mul__"
MESSAGE = "the factors change places"
CHANGES = [
    ("self.grad += b * g", "self.grad += a * g"),
    ("other.grad += a * g", "other.grad += b * g"),
]
