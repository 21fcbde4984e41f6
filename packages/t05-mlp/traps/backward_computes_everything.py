"""All three products are made, even the one that the first layer throws away."""

EXERCISE = "linear_backward"
MESSAGE = "three functions of no arguments"
CHANGES = [
    ("lambda: g.dot(weight)", "g.dot(weight)"),
    ("lambda: g.T", "g.T"),
    ("lambda: np.dot", "np.dot"),
]
