"""The classic form: scaled by 1 - p in evaluation instead of in training."""

EXERCISE = "dropout"
MESSAGE = "divided by that, their sum"


def dropout(x, p, *, training=True, rng):
    require_probability(p)
    if not training:
        return x * (1 - p)
    return x * random_keep(x.shape, p, rng=rng).astype(x.dtype)
