"""What follows the values is not looked at, and with it gzip's checksum."""

EXERCISE = "read_idx"
MESSAGE = "a byte follows the last value"
CHANGES = [
    ("if stream.read(1):", "if False:"),
]
