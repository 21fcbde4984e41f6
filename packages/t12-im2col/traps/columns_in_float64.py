"""The array for the columns is made without a dtype."""

EXERCISE = "im2col"
MESSAGE = "im2col of float32 gave float64"
CHANGES = [(", x.dtype)", ")")]
