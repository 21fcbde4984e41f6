"""Numbers are counted, not their bytes."""

EXERCISE = "im2col_bytes"
MESSAGE = "itemsize bytes each"
CHANGES = [(" * np.dtype(dtype).itemsize", "")]
