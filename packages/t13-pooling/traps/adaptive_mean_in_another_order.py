"""The result lies in memory as NumPy would have it."""

EXERCISE = "adaptive_avg_pool2d"
MESSAGE = "must lie batch-innermost"
CHANGES = [
    (
        "from_rows(across @ lines.reshape(out_h, c, w, n))",
        "from_rows(across @ lines.reshape(out_h, c, w, n)).copy()",
    ),
]
