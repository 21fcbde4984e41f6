"""The square is written into the data set."""

EXERCISE = "cutout"
MESSAGE = "uses the same pictures again"
CHANGES = [
    ('images.copy(order="K")', "images"),
]
