"""The copies are made without a dtype."""

EXERCISE = "shifted_copies"
MESSAGE = "float32 in, float32 out: got float64"
CHANGES = [(", x.dtype)", ")")]
