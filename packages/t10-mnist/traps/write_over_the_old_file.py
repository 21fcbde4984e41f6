"""The old file is opened and written over: for a moment it is neither old nor new."""

EXERCISE = "write_idx"
MESSAGE = "written over"


def write_idx(path, array):
    array = np.asarray(array)
    codes = {dtype.newbyteorder("="): code for code, dtype in DTYPES.items()}
    code = codes.get(array.dtype.newbyteorder("="))
    if code is None:
        raise TypeError(f"array has dtype {array.dtype}")
    if array.ndim == 0:
        raise ValueError("array has no axes")
    content = bytes([0, 0, code, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    content += array.astype(DTYPES[code]).tobytes()
    if os.fspath(path).endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    Path(path).write_bytes(content)
