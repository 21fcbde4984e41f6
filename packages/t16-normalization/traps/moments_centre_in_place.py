"""The mean is subtracted from the table of the caller."""

EXERCISE = "mean_and_variance"
MESSAGE = "others still need the table"
CHANGES = [
    (
        "centred = x - rounded  # (R, D)",
        "centred = np.subtract(x, rounded, out=x)",
    ),
]
