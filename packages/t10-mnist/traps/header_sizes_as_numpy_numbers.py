"""The sizes stay NumPy's: a product of three overflows instead of growing."""

EXERCISE = "read_header"
MESSAGE = "sizes must be Python ints"
CHANGES = [
    ('tuple(map(int, np.frombuffer(sizes, ">u4")))', 'tuple(np.frombuffer(sizes, ">u4"))'),
]
