"""The bias' gradient is g itself: broadcasting is not undone."""

EXERCISE = "linear_backward"
MESSAGE = "each sample adds the bias once"
CHANGES = [
    ("np.dot(np.ones_like(g, shape=len(g)), g)", "g"),
]
