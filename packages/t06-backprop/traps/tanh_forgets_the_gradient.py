"""The slope alone is returned: the chain is cut here."""

EXERCISE = "TanhLayer.backward"
MESSAGE = "times g"
CHANGES = [
    ("g * (1 - out * out)", "1 - out * out"),
]
