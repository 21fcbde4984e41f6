"""e**x as it is written."""

EXERCISE = "softmax"
MESSAGE = "overflow"
CHANGES = [
    ("exponential(safe_scores(floats(x), axis))", "exponential(floats(x))"),
]
