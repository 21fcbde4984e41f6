"""The mirror image replaces the picture of the data set."""

EXERCISE = "random_flip"
MESSAGE = "uses the same pictures again"
CHANGES = [
    ('images.copy(order="K")', "images"),
]
