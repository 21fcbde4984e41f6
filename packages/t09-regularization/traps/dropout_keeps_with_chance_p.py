"""p is taken as the probability to be kept."""

EXERCISE = "dropout"
MESSAGE = "probability to be dropped"
CHANGES = [
    ("random_keep(x.shape, p, rng=rng)", "random_keep(x.shape, 1 - p, rng=rng)"),
]
