"""The ranges are added up, not averaged."""

EXERCISE = "adaptive_avg_pool2d"
MESSAGE = "mean over the rows"
CHANGES = [
    ("down = _means(h, out_h, x.dtype)", "down = np.sign(_means(h, out_h, x.dtype))"),
]
