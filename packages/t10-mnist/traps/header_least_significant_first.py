"""The sizes are read least significant byte first, as most machines store numbers."""

EXERCISE = "read_header"
MESSAGE = "most significant first"
CHANGES = [
    ('">u4"', '"<u4"'),
]
