"""The bounds are taken as symmetric: -size, the first element, is refused."""

EXERCISE = "index_layout"
MESSAGE = "-size is the first element"
CHANGES = [
    ("elif -size <= entry < size:", "elif abs(entry) < size:"),
]
