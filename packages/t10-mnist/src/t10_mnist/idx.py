"""Read and write IDX, the format of MNIST: two zeros, a dtype code, the sizes, then the values.

    byte 0, 1   always 0
    byte 2      the dtype, one of DTYPES
    byte 3      how many axes there are
    4 each      the size of every axis, most significant byte first
    the rest    the values, the last axis fastest, most significant byte first

Source: http://yann.lecun.com/exdb/mnist/, "The IDX file format".
"""

import gzip
import math
import os
import secrets
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

DTYPES = {
    0x08: np.dtype(np.uint8),
    0x09: np.dtype(np.int8),
    0x0B: np.dtype(">i2"),
    0x0C: np.dtype(">i4"),
    0x0D: np.dtype(">f4"),
    0x0E: np.dtype(">f8"),
}
LIMIT = 2**30  # bytes; MNIST has 47 million


def read_header(stream: BinaryIO) -> tuple[np.dtype, tuple[int, ...]]:  # exercise
    """Return the dtype (big-endian, as in DTYPES) and the shape that an IDX header announces.

    Reads the header and nothing more. Raises ValueError when the first two bytes are not 0, when
    the dtype code is unknown, when there is no axis, and when the stream ends inside the header.
    """
    start = stream.read(4)
    if len(start) < 4 or start[:2] != b"\0\0":
        raise ValueError(f"an IDX file starts with two zero bytes and two more, not {start!r}")
    _, _, code, axes = start
    if code not in DTYPES:
        known = ", ".join(f"0x{code:02X}" for code in DTYPES)
        raise ValueError(f"unknown dtype code 0x{code:02X}, expected one of {known}")
    sizes = stream.read(4 * axes)
    if axes == 0 or len(sizes) < 4 * axes:
        raise ValueError(
            f"the header announces {axes} axes and holds the sizes of {len(sizes) // 4}"
        )
    return DTYPES[code], tuple(map(int, np.frombuffer(sizes, ">u4")))


def read_idx(path: str | os.PathLike, *, limit: int = LIMIT) -> np.ndarray:  # exercise
    """Return the array in an IDX file, gzipped or not, in this machine's byte order.

    Raises ValueError naming the file when the header is wrong, when fewer or more bytes follow than
    it announces, and when the gzip data are damaged. Unpacks no more than it announces: a small
    file may unpack to terabytes. More than `limit` bytes are refused, naming the limit.
    """
    with opened(path) as stream:
        dtype, shape = read_header(stream)
        size = math.prod(shape) * dtype.itemsize
        if size > limit:
            raise ValueError(f"announces {size:,} bytes of values, more than limit={limit:,}")
        values = stream.read(size)
        if len(values) < size:
            raise ValueError(f"ends after {len(values):,} of {size:,} bytes of values")
        if stream.read(1):  # at the end, gzip compares its checksum here
            raise ValueError(f"goes on after the {size:,} bytes of values that it announces")
    array = np.frombuffer(values, dtype).reshape(shape)
    return array.astype(dtype.newbyteorder("="))  # a copy: frombuffer's array is read-only


def write_idx(path: str | os.PathLike, array: np.ndarray) -> None:  # exercise
    """Write an array as IDX, gzipped if the name ends in .gz; the same array gives the same bytes.

    Raises TypeError naming a dtype that IDX lacks and ValueError for an array without axes. The
    file appears when it is complete (`replacing`); gzip stores no time in it.
    """
    array = np.asarray(array)
    codes = {dtype.newbyteorder("="): code for code, dtype in DTYPES.items()}
    code = codes.get(array.dtype.newbyteorder("="))
    if code is None:
        known = ", ".join(dtype.name for dtype in codes)
        raise TypeError(f"array has dtype {array.dtype}, IDX knows {known}")
    if array.ndim == 0:
        raise ValueError("array has no axes, IDX needs at least one")
    header = bytes([0, 0, code, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    content = header + array.astype(DTYPES[code]).tobytes()
    if os.fspath(path).endswith(".gz"):
        content = gzip.compress(content, mtime=0)  # no time inside: equal arrays, equal files
    with replacing(path) as stream:
        stream.write(content)


@contextmanager
def opened(path: str | os.PathLike):
    """Open a file for reading, through gzip if its content is gzip; ValueErrors name the file."""
    path = Path(path)
    with open(path, "rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        try:
            yield gzip.GzipFile(fileobj=file) if packed else file
        except (ValueError, EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise ValueError(f"{path}: {error}") from error


@contextmanager
def replacing(path: str | os.PathLike):
    """Open a file for writing that takes the place of `path` when the block ends without error.

    Another process sees the old file or the whole new one, whenever this one is killed.
    """
    path = Path(path)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(partial, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)  # only there after an error
