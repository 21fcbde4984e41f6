"""The taps are counted column by column, the weight's row by row."""

EXERCISE = "im2col"
MESSAGE = "entry (c * KH + i) * KW + j"
CHANGES = [("return columns.reshape(", "return columns.transpose(0, 1, 3, 2, 4, 5).reshape(")]
