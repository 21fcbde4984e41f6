"""New calls are put below the old ones, so that they come back in forward's order."""

EXERCISE = "ManualLayer.keep"
MESSAGE = "latest call comes back first"
CHANGES = [
    ("self._kept.append(cache)", "self._kept.insert(0, cache)"),
]
