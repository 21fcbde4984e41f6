"""The sum of squares is returned."""

EXERCISE = "gradient_norm"
MESSAGE = "the root of 25 is 5"
CHANGES = [
    ("math.sqrt(np.sum((grad / largest) ** 2))", "largest * float(np.sum((grad / largest) ** 2))"),
]
