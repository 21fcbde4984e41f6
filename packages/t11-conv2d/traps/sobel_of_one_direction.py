"""Only edges between left and right are found."""

EXERCISE = "sobel"
MESSAGE = "both directions together are the length"
CHANGES = [
    ("np.sqrt(np.sum(both * both, axis=0))", "np.abs(both[0])"),
]
