"""The mean is subtracted from values up to 255."""

EXERCISE = "normalize_images"
MESSAGE = "(pixel / 255 - mean) / std"
CHANGES = [
    ("1 / (255 * std)", "1 / std"),
]
