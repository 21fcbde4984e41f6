"""NCHW pictures are copied instead of read as they lie."""

EXERCISE = "as_table"
MESSAGE = "one row per picture"


def as_table(x, like=None):
    lines = rows(batch_innermost(x))
    return lines.reshape(*lines.shape[:2], lines.shape[2] * lines.shape[3])
