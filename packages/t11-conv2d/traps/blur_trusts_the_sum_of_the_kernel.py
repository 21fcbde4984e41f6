"""Not divided by the weights at all."""

EXERCISE = "blur"
MESSAGE = "zeros around the picture are no pixels"
CHANGES = [
    ("return (total / share)[0, 0]", "return total[0, 0]"),
]
