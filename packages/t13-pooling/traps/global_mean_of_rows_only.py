"""Only the height is averaged, the width is added."""

EXERCISE = "global_avg_pool2d"
MESSAGE = "mean over height and width"
CHANGES = [
    ("/ max(h * w, 1)  # (N, C)", "/ max(h, 1)  # (N, C)"),
]
