"""The norm of all weights is far larger than the largest singular value."""

EXERCISE = "spectral_norm"
MESSAGE = "weight / (u @ matrix @ v)"
CHANGES = [
    (
        "float(u @ (matrix @ v))",
        "float(np.sqrt(np.sum(matrix * matrix)))",
    ),
]
