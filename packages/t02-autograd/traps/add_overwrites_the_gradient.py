"""Gradients are assigned with `=`: a value used twice keeps only one of its contributions."""

EXERCISE = "Value.__add__"
MESSAGE = "used twice"
CHANGES = [
    ("self.grad += g", "self.grad = g"),
    ("other.grad += g", "other.grad = g"),
]
