"""One norm for the whole matrix: long units hide behind short ones."""

EXERCISE = "max_norm_"
MESSAGE = "weights into unit i"
CHANGES = [
    (
        "norms = np.sqrt(np.vecdot(rows, rows))",
        "norms = np.full(len(rows), np.sqrt(np.sum(rows * rows)))",
    ),
]
