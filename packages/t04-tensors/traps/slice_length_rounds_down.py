"""The length of a slice with a step is rounded down."""

EXERCISE = "slice_axis"
MESSAGE = "the length rounds up"
CHANGES = [
    ("len(range(start, stop, step))", "max(0, (stop - start) // step)"),
]
