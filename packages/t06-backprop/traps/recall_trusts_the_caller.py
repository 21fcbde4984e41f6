"""Backward before forward ends in IndexError: pop from empty list, which explains nothing."""

EXERCISE = "ManualLayer.recall"
MESSAGE = "backward before forward is a RuntimeError"


def recall(self):
    return self._kept.pop()
