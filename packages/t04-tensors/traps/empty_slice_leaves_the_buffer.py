"""An empty slice keeps its start, which may be behind the last cell."""

EXERCISE = "slice_axis"
MESSAGE = "stays inside the buffer"
CHANGES = [
    ("return (start, length, step) if length else (0, 0, 1)", "return start, length, step"),
]
