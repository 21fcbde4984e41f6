"""The buffers are copied as counters are."""

EXERCISE = "EMA.update"
MESSAGE = "0.5 * 0 + 0.5 * 4"
CHANGES = [
    ('if average.dtype.kind == "f":', 'if average.dtype.kind == "f" and "running" not in path:'),
]
