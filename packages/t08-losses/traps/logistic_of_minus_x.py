"""exp(-x) in place of exp(-|x|)."""

EXERCISE = "logistic_parts"
MESSAGE = "with the absolute value"
CHANGES = [
    (
        "onto(np.negative, np.abs(x))",
        "-x",
    ),
]
