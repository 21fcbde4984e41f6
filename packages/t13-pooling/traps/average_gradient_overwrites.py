"""Overlapping windows write over each other."""

EXERCISE = "average_backward"
MESSAGE = "adds up"
CHANGES = [
    ("total[down, :, across] += shares", "total[down, :, across] = shares"),
]
