"""p - a, though with weights the target's mass is not 1."""

EXERCISE = "soft_cross_entropy"
MESSAGE = "with weights the mass is not 1"
CHANGES = [
    (
        "onto(np.multiply, e, (mass / sums)[:, None])",
        "onto(np.multiply, e, (1 / sums)[:, None])",
    ),
]
