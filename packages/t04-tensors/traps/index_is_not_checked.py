"""Integers wrap around like a clock: a[5] of 3 rows is a[2]."""

EXERCISE = "index_layout"
MESSAGE = "axis 0 has the indices -2 to 1"
CHANGES = [
    ("elif -size <= entry < size:", "elif size:"),
]
