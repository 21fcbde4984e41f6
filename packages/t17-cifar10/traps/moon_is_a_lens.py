"""The second disk is kept instead of cut away."""

EXERCISE = "crescent"
MESSAGE = "minus the distance from the hole"
CHANGES = [
    ("-disk(x - 0.45", "disk(x - 0.45"),
]
