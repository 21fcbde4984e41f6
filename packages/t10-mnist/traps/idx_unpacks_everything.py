"""The file is unpacked to its end before anybody counts: a bomb goes off."""

EXERCISE = "read_idx"
MESSAGE = "read what the header announces"
CHANGES = [
    ("values = stream.read(size)", "rest = stream.read()\nvalues = rest[:size]\n"),
    ("if stream.read(1):", "if rest[size:]:"),
]
