"""The channels come after the taps, while the weight has them first."""

EXERCISE = "im2col"
MESSAGE = "entry (c * KH + i) * KW + j"
CHANGES = [("return columns.reshape(", "return columns.transpose(0, 2, 3, 1, 4, 5).reshape(")]
