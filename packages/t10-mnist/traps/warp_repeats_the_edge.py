"""Places outside are moved to the edge, which smears the last row and column over the picture."""

EXERCISE = "warp"
MESSAGE = "row 3 lies outside"
CHANGES = [
    ("np.clip(y, -1, height, out=y)", "np.clip(y, 0, height - 1, out=y)"),
    ("np.clip(x, -1, width, out=x)", "np.clip(x, 0, width - 1, out=x)"),
]
