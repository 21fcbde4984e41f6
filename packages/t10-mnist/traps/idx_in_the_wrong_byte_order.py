"""The bytes are read in this machine's order: 256 becomes 1."""

EXERCISE = "read_idx"
MESSAGE = "1, 0 is 256, not 1"
CHANGES = [
    ("np.frombuffer(values, dtype)", 'np.frombuffer(values, dtype.newbyteorder("="))'),
]
