"""`=` instead of `+=`: in a * a the second contribution replaces the first."""

EXERCISE = "Value.__mul__"
MESSAGE = "3 from each factor"
CHANGES = [
    ("self.grad += b * g", "self.grad = b * g"),
    ("other.grad += a * g", "other.grad = a * g"),
]
