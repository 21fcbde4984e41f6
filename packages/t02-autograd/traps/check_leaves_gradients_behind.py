"""Gradients are neither cleared before nor put back: the check changes what it measures."""

EXERCISE = "gradient_check"
MESSAGE = "gradients from before must not be counted"
CHANGES = [
    ("for x in inputs:\n    x.grad = 0.0\n", ""),
    ("x.data, x.grad = data, grad", "x.data = data"),
]
