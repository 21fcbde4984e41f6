"""The variance divides by D - 1."""

EXERCISE = "standardize_rows"
MESSAGE = "mean and biased variance"
CHANGES = [
    (
        "dot_rows(out, out) / size",
        "dot_rows(out, out) / max(size - 1, 1)",
    ),
]
