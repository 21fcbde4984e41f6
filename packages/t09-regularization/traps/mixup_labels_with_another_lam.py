"""A second lam is drawn for the labels."""

EXERCISE = "mixup"
MESSAGE = "one order for both"
CHANGES = [
    (
        "lam * y + (1 - lam) * y[order]",
        "(second := float(rng.beta(alpha, alpha))) * y + (1 - second) * y[order]",
    ),
]
