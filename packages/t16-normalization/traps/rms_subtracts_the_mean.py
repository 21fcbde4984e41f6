"""The variance is taken for the mean square."""

EXERCISE = "rms_norm"
MESSAGE = "nothing subtracted"
CHANGES = [
    (
        "dot_rows(xb, xb) / size + eps",
        "xb.var(axis=1) + eps",
    ),
]
