"""The argument eps is not passed on."""

EXERCISE = "layer_norm"
MESSAGE = "divided by sqrt(1 + 3)"
CHANGES = [
    (
        "standardize_rows(table[start:stop], eps,",
        "standardize_rows(table[start:stop], 1e-5,",
    ),
]
