"""The sizes are forgotten: weights of opposite sign cancel."""

EXERCISE = "l1_penalty"
MESSAGE = "sizes, summed"
CHANGES = [
    ("np.sum(np.abs(p))", "np.sum(p)"),
]
