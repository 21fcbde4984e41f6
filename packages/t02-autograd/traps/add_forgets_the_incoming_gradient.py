"""The local slope 1 is handed down instead of 1 * g: right only when the sum is the output."""

EXERCISE = "Value.__add__"
MESSAGE = "each operand receives 1 * g"
CHANGES = [
    ("self.grad += g", "self.grad += 1.0"),
    ("other.grad += g", "other.grad += 1.0"),
]
