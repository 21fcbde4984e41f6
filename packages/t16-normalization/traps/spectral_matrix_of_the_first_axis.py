"""dim is ignored when the weight is flattened."""

EXERCISE = "spectral_norm"
MESSAGE = "matrix with axis dim as its rows"
CHANGES = [
    (
        "matrix = as_matrix(weight, dim)  # (M, K)",
        "matrix = weight.reshape(len(u), len(v))",
    ),
]
