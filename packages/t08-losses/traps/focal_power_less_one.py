"""The slope holds u**(gamma - 1), which is infinite at u = 0 for gamma below 1."""

EXERCISE = "focal"
MESSAGE = "divide by zero"
CHANGES = [
    (
        "growth = (1 - 2 * y) * p * (1 - p) / np.maximum(u, np.finfo(u.dtype).tiny)",
        "growth = (1 - 2 * y) * p * (1 - p) * np.power(u, -1.0)",
    ),
]
