"""The gradient is g - p, right only where g sums to 1."""

EXERCISE = "log_softmax"
MESSAGE = "g - softmax(x) * sum(g)"
CHANGES = [
    ("powers * (sum_along(g, axis) / total)", "powers / total"),
]
