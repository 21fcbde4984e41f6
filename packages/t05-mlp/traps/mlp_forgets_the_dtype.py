"""float64 was asked for and float32 is made."""

EXERCISE = "MLP.__init__"
MESSAGE = "expected two"
CHANGES = [
    (", dtype=dtype", ""),
]
