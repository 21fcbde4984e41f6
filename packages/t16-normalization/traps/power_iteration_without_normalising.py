"""u and v are not divided by their norms."""

EXERCISE = "power_iteration"
MESSAGE = "over its norm, in place"
CHANGES = [
    (
        "_unit(matrix @ v, eps)",
        "matrix @ v",
    ),
    (
        "_unit(matrix.T @ u, eps)",
        "matrix.T @ u",
    ),
]
