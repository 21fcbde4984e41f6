"""What was recalled stays: the next backward uses it again, and memory grows with every step."""

EXERCISE = "ManualLayer.recall"
MESSAGE = "is used up"
CHANGES = [
    ("self._kept.pop()", "self._kept[-1]"),
]
