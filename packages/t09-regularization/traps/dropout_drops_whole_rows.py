"""One choice for a row: all units of a sample are dropped together."""

EXERCISE = "dropout"
MESSAGE = "not a row"
CHANGES = [
    ("random_keep(x.shape, p, rng=rng)", "random_keep((*x.shape[:-1], 1), p, rng=rng) & (x == x)"),
]
