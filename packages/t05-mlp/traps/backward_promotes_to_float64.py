"""The vector of ones is float64 whatever g is."""

EXERCISE = "linear_backward"
MESSAGE = "np.ones without dtype is float64"
CHANGES = [
    ("np.ones_like(g, shape=len(g))", "np.ones(len(g))"),
]
