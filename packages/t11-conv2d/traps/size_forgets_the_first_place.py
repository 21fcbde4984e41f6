"""Without the + 1: the first place isn't counted."""

EXERCISE = "output_size"
MESSAGE = "a kernel of 3 begins at pixels 0, 1 and 2 of 5"
CHANGES = [
    ("return (padded - span) // stride + 1", "return (padded - span) // stride"),
]
