"""g is multiplied in place."""

EXERCISE = "TanhLayer.backward"
MESSAGE = "g belongs to the caller"
CHANGES = [
    ("return g * (1 - out * out)\n", "g *= 1 - out * out\nreturn g\n"),
]
