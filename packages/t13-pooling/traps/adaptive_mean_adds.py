"""The ranges are added up, not averaged."""

EXERCISE = "adaptive_avg_pool2d"
MESSAGE = "mean over the rows"
CHANGES = [
    (
        "if (out_h, out_w) == (1, 1):",
        "if False:",
    ),
    (
        "down = _means(x.shape[2], out_h, x.dtype)",
        "down = np.sign(_means(x.shape[2], out_h, x.dtype))",
    ),
]
