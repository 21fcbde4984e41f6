"""The last step is taken where the kernel doesn't fit: a dropped column is kept."""

EXERCISE = "output_size"
MESSAGE = "a step is taken only where the whole kernel fits"
CHANGES = [
    ("return (padded - span) // stride + 1", "return -(-(padded - span) // stride) + 1"),
]
