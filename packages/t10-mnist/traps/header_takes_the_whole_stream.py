"""Everything is read at once, so nothing is left for the values."""

EXERCISE = "read_header"
MESSAGE = "read no more than these"
CHANGES = [
    ("sizes = stream.read(4 * axes)", "sizes = stream.read()[: 4 * axes]"),
]
