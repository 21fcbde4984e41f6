"""The first numbers move the columns."""

EXERCISE = "random_crop"
MESSAGE = "then the columns"
CHANGES = [
    ("top, left = rng", "left, top = rng"),
]
