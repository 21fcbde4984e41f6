"""lam is uniform in [0, 1], whatever alpha."""

EXERCISE = "mixup"
MESSAGE = "the variance 1 /"
CHANGES = [
    ("float(rng.beta(alpha, alpha))", "float(rng.random())"),
]
