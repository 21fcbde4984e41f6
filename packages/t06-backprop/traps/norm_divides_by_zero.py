"""A gradient of zeros is divided by its largest value, 0."""

EXERCISE = "gradient_norm"
MESSAGE = "largest value of 0"
CHANGES = [
    ("if largest == 0 or not math.isfinite(largest):", "if grad.size == 0 or np.isinf(largest):"),
]
