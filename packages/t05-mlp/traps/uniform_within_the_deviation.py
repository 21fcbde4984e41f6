"""The deviation is taken for the bound: values are 1.7 times too small."""

EXERCISE = "uniform_"
MESSAGE = "b / sqrt(3)"
CHANGES = [
    ("math.sqrt(3) * std", "std"),
]
