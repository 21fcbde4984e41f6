"""NumPy multiplies the sizes in 64 bits: 65536 four times is 0, and within every limit."""

EXERCISE = "read_idx"
MESSAGE = "2**64 bytes are announced"


def read_idx(path, *, limit=LIMIT):
    with opened(path) as stream:
        dtype, shape = read_header(stream)
        size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
        if size > limit:
            raise ValueError(f"announces {size} bytes, more than limit={limit}")
        values = stream.read(size)
        if len(values) < size or stream.read(1):
            raise ValueError("has not the size that it announces")
    array = np.frombuffer(values, dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="))
