"""Sizes are read as signed numbers: above two billion they are negative."""

EXERCISE = "read_header"
MESSAGE = "sizes are unsigned"


def read_header(stream):
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0" or start[2] not in DTYPES:
        raise ValueError(f"no IDX header: {start!r}")
    sizes = stream.read(4 * start[3])
    if not start[3] or len(sizes) < 4 * start[3]:
        raise ValueError("the header ends inside the sizes")
    return DTYPES[start[2]], tuple(map(int, np.frombuffer(sizes, ">i4")))
