"""The latest call overwrites the one before: a layer used twice can go back only once."""

EXERCISE = "ManualLayer.keep"
MESSAGE = "called twice keeps both"
CHANGES = [
    ("self._kept.append(cache)", "self._kept = [cache]"),
]
