"""log(1 - p) is 0 for every p below 1e-16."""

EXERCISE = "bernoulli"
MESSAGE = "log1p(-p) keeps it"
CHANGES = [
    ("np.log1p(-p)", "np.log(1 - p)"),
]
