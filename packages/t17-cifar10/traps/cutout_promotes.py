"""A fill of float64 makes pictures of float64."""

EXERCISE = "cutout"
MESSAGE = "cutout made float64"
CHANGES = [
    ('images.copy(order="K")', "images * 1.0"),
]
