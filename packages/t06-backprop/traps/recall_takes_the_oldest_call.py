"""The stack is read as a queue: the second call's gradient meets the first call's input."""

EXERCISE = "ManualLayer.recall"
MESSAGE = "latest call comes back first"
CHANGES = [
    ("self._kept.pop()", "self._kept.pop(0)"),
]
