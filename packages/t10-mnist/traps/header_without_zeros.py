"""Only the dtype and the axes are looked at: any file whose third byte is 8 is taken for IDX."""

EXERCISE = "read_header"
MESSAGE = "first two bytes are not 0"
CHANGES = [
    (' or start[:2] != b"\\0\\0"', ""),
]
