"""integers excludes its upper end."""

EXERCISE = "random_crop"
MESSAGE = "the ends included"
CHANGES = [
    ("0, 2 * padding + 1, (2, count))", "0, 2 * padding or 1, (2, count))"),
]
