"""The diagonal counts as confusion."""

EXERCISE = "confused_pairs"
MESSAGE = "the diagonal is right"
CHANGES = [
    (", 1)  #", ")  #"),
]
