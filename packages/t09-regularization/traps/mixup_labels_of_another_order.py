"""Samples and labels are permuted independently."""

EXERCISE = "mixup"
MESSAGE = "one order for both"
CHANGES = [
    ("(1 - lam) * y[order]", "(1 - lam) * y[rng.permutation(len(x))]"),
]
