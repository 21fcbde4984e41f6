"""Only the samples are mixed."""

EXERCISE = "mixup"
MESSAGE = "labelled 0.7 and 0.3"
CHANGES = [
    ("lam * y + (1 - lam) * y[order]", "y"),
]
