"""Every unit is scaled to the bound, those within it too."""

EXERCISE = "max_norm_"
MESSAGE = "left alone"
CHANGES = [
    ("np.maximum(norms, max_norm)", "np.where(norms > 0, norms, 1)"),
]
