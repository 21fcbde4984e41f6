"""The matrix is made of float64 whatever the kernels are."""

EXERCISE = "band_matrix"
MESSAGE = "float32"
CHANGES = [
    (
        ", weight.dtype)",
        ")",
    ),
]
