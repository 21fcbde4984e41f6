"""Only the mean is taken away."""

EXERCISE = "normalize_images"
MESSAGE = "(pixel / 255 - mean) / std"
CHANGES = [
    ("1 / (255 * std)", "1 / (255 * np.ones_like(std))"),
    ("mean / std", "mean"),
]
