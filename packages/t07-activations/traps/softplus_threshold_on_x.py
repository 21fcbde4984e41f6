"""The threshold is compared with x instead of beta * x."""

EXERCISE = "softplus"
MESSAGE = "above the threshold 2"
CHANGES = [
    ("linear = x * beta > threshold if", "linear = x > threshold if"),
]
