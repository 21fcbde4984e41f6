"""The bias is forgotten."""

EXERCISE = "conv2d_columns"
MESSAGE = "plus bias[o]"
CHANGES = [("if bias is not None:", "if bias is None:"), ("out += bias[:, None]", "pass")]
