"""IDX: read and write the files of MNIST

The expected bytes are written out by hand; no test writes with one function to read with the other
but the last.
"""

import gzip
import io
import os
import struct

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import read_header, read_idx, write_idx
from t10_mnist.digits import DIGITS

HEADER = "scratch hint t10 read_header"
READ = "scratch hint t10 read_idx"
WRITE = "scratch hint t10 write_idx"
# int16, 2 axes of 2 and 3: 1, -2, 3 / 256, 5, -6
BYTES = bytes([0, 0, 0x0B, 2, 0, 0, 0, 2, 0, 0, 0, 3]) + bytes(
    [0, 1, 0xFF, 0xFE, 0, 3, 1, 0, 0, 5, 0xFF, 0xFA]
)
VALUES = np.array([[1, -2, 3], [256, 5, -6]], np.int16)


@pytest.fixture
def file(tmp_path):
    def write(content, name="some.idx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def complaint(function, *arguments, kind=ValueError, **options):
    """Return what the ValueError says; None if there is none."""
    try:
        function(*arguments, **options)
    except kind as error:
        return str(error)
    return None


def test_the_header_gives_dtype_and_shape_and_leaves_the_values_in_the_stream():
    stream = io.BytesIO(BYTES)
    dtype, shape = read_header(stream)
    why = "byte 2 is 0x0B, int16, most significant byte first"
    assert dtype == np.dtype(">i2"), f"dtype is {dtype.str}, expected >i2: {why}"
    why = "byte 3 says 2 axes; each size has 4 bytes, most significant first: 0, 0, 0, 3 is 3"
    assert_close(list(shape), [2, 3], name="shape", why=why, hint=HEADER)
    assert stream.read(2) == b"\0\1", "the header has 4 + 4 * axes bytes; read no more than these"


def test_a_size_above_255_uses_all_four_bytes():
    _, shape = read_header(io.BytesIO(bytes([0, 0, 8, 1, 0, 1, 0x11, 0x70])))
    why = "1 * 65536 + 0x11 * 256 + 0x70 = 70000: the most significant byte comes first"
    assert_close(list(shape), [70000], name="shape", why=why, hint=HEADER)
    assert all(type(size) is int for size in shape), "sizes must be Python ints: products overflow"


def test_a_size_above_two_billion_is_not_negative():
    _, shape = read_header(io.BytesIO(bytes([0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFE])))
    assert tuple(shape) == (4_294_967_294,), (
        f"sizes are unsigned: 0xFFFFFFFE is 4294967294, not {shape[0]}; `read` of a negative count"
        f" reads everything there is ({HEADER})"
    )


def test_all_six_dtypes_are_known_by_their_codes():
    codes = {8: "|u1", 9: "|i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    for code, expected in codes.items():
        dtype, _ = read_header(io.BytesIO(bytes([0, 0, code, 1, 0, 0, 0, 5])))
        assert dtype.str == expected, f"dtype of code 0x{code:02X} is {dtype.str}, not {expected}"


def test_a_wrong_header_is_refused():
    wrong = {
        "the file's first two bytes are not 0": bytes([0, 1, 8, 1, 0, 0, 0, 5]),
        "a picture is no IDX file": b"\x89PNG\r\n\x1a\n",
        "code 0x0A is no dtype": bytes([0, 0, 0x0A, 1, 0, 0, 0, 5]),
        "there is no axis": bytes([0, 0, 8, 0]),
        "the file ends inside the sizes": bytes([0, 0, 8, 2, 0, 0, 0, 5, 0, 0]),
        "the file has 3 bytes": bytes([0, 0, 8]),
        "the file is empty": b"",
    }
    for what, content in wrong.items():
        said = complaint(read_header, io.BytesIO(content))
        assert said, f"{what}, but read_header raised no ValueError"


def test_the_values_come_in_their_shape_and_in_this_machines_byte_order(file):
    array = read_idx(file(BYTES))
    why = "values follow row by row, 2 bytes each, most significant first: 1, 0 is 256, not 1"
    assert_close(array, VALUES, name="array", why=why, hint=READ)
    assert array.dtype.isnative, (
        f"dtype is {array.dtype.str}: the byte order must be this machine's, arithmetic on a"
        " foreign one is slow"
    )


def test_the_array_belongs_to_the_caller(file):
    array = read_idx(file(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9])))
    why = "np.frombuffer gives a view of the bytes, which is read-only: return a copy"
    assert array.flags.writeable, why
    assert_close(array, np.array([7, 9], np.uint8), name="array", why=why)


def test_gzip_is_recognised_by_its_content_not_by_its_name(file):
    why = "`opened` looks at the first two bytes, so that a renamed file is read as well"
    for name, content in {
        "a.gz": gzip.compress(BYTES),
        "b": gzip.compress(BYTES),
        "c.gz": BYTES,
    }.items():
        assert_close(read_idx(file(content, name)), VALUES, name=name, why=why, hint=READ)


def test_too_few_and_too_many_bytes_are_errors_that_name_the_file(file):
    for pack in (bytes, gzip.compress):
        said = complaint(read_idx, file(pack(BYTES[:-1]), "short.idx"))
        assert said, "one byte is missing at the end, but read_idx raised no ValueError"
        assert "short.idx" in said, f"the error must name the file, it says: {said}"
        said = complaint(read_idx, file(pack(BYTES + b"\0"), "long.idx"))
        assert said, "a byte follows the last value, but read_idx raised no ValueError"
        assert "long.idx" in said, f"the error must name the file, it says: {said}"


def test_damaged_gzip_data_are_a_value_error_that_names_the_file(file):
    packed = bytearray(gzip.compress(BYTES))
    cut = complaint(read_idx, file(bytes(packed[:-12]), "cut.gz"))
    packed[-8] ^= 1  # the checksum of the data
    changed = complaint(read_idx, file(bytes(packed), "changed.gz"))
    assert cut and "cut.gz" in cut, f"the gzip data end too early; the error says: {cut}"
    assert changed and "changed.gz" in changed, (
        "gzip's checksum is wrong, but nobody looked: it is compared when the end is reached, so"
        " read on after the values"
    )


def test_nothing_is_unpacked_beyond_what_the_header_announces(file):
    bomb = gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 4]) + bytes(50_000_000))
    peak, said = memory(lambda: complaint(read_idx, file(bomb, "bomb.gz")))
    assert said, "50 MB follow where 4 bytes are announced, but read_idx raised no ValueError"
    assert peak < 5e6, (
        f"{peak / 1e6:.0f} MB were unpacked from {len(bomb) / 1e3:.0f} kB that announce 4 bytes:"
        " read what the header announces and one byte more"
    )


def test_a_header_that_announces_too_much_is_refused_before_reading(file):
    content = struct.pack(">4B3I", 0, 0, 8, 3, 100_000, 100_000, 100_000)
    said = complaint(read_idx, file(content, "huge.idx"))
    assert said and "limit" in said, (
        f"10**15 bytes are announced: the error must name the limit, it says: {said}"
    )
    said = complaint(read_idx, file(struct.pack(">4B4I", 0, 0, 8, 4, *[65_536] * 4)))
    assert said and "limit" in said, (
        "65536**4 = 2**64 bytes are announced: NumPy's product is 0 in 64 bits, math.prod's is"
        f" exact; the error must name the limit, it says: {said}"
    )
    content = struct.pack(">4BI", 0, 0, 8, 1, 2**30 + 1)
    said = complaint(read_idx, file(content))
    assert said and "limit" in said, f"without limit= it is LIMIT, 2**30 bytes; it says: {said}"
    said = complaint(read_idx, file(BYTES), limit=11)
    assert said and "limit" in said, f"12 bytes announced with limit=11; the error says: {said}"
    assert_close(read_idx(file(BYTES), limit=12), VALUES, name="array with limit=12", why="it fits")


def test_writing_gives_the_bytes_of_the_format(tmp_path):
    path = tmp_path / "a.idx"
    write_idx(path, VALUES)
    content = np.frombuffer(path.read_bytes(), np.uint8)
    why = "0, 0, the dtype code 0x0B, 2 axes, then 0 0 0 2 and 0 0 0 3, then int16 most significant"
    expected = np.frombuffer(BYTES, np.uint8)
    assert_close(content, expected, name="bytes of the file", why=why + " byte first", hint=WRITE)
    assert content.shape == (24,)


def test_rows_are_written_row_by_row_whatever_the_memory_looks_like(tmp_path):
    path = tmp_path / "a.idx"
    why = "a transposed view lies column by column in memory, the file holds rows"
    write_idx(path, np.asfortranarray(VALUES).astype(">i2"))
    assert path.read_bytes() == BYTES, why


def test_a_name_in_gz_is_packed_and_equal_arrays_give_equal_files(tmp_path):
    first, second = tmp_path / "a.idx.gz", tmp_path / "b.idx.gz"
    write_idx(first, VALUES)
    write_idx(second, VALUES)
    content = first.read_bytes()
    assert content[:2] == b"\x1f\x8b", "the name ends in .gz, so the file must be gzip"
    assert gzip.decompress(content) == BYTES, "unpacked, the file must be the IDX bytes"
    assert content[4:8] == bytes(4) and content == second.read_bytes(), (
        "the same array gives another file a second later: gzip stores the time unless mtime=0"
    )


def test_a_file_takes_the_place_of_the_old_one_instead_of_being_written_over(tmp_path):
    path, other_name = tmp_path / "a.idx", tmp_path / "b.idx"
    path.write_bytes(b"the old content")
    os.link(path, other_name)
    write_idx(path, VALUES)
    assert path.read_bytes() == BYTES, "the new content must be under the name"
    assert other_name.read_bytes() == b"the old content", (
        "the old file was opened and written over: killed in the middle, it would be neither old"
        f" nor new; write with `with replacing(path) as stream` ({WRITE})"
    )


def test_what_idx_cannot_hold_is_refused_and_leaves_no_file(tmp_path):
    path = tmp_path / "a.idx"
    for array in (np.zeros(3, np.int64), np.zeros(3, bool), np.zeros(3, complex)):
        said = complaint(write_idx, path, array, kind=TypeError)
        assert said and array.dtype.name in said, (
            f"{array.dtype} is no dtype of IDX: raise a TypeError that names it instead of writing"
            f" other values; it says: {said}"
        )
    said = complaint(write_idx, path, np.uint8(3))
    assert said and "ax" in said, f"a number has no axes; the error says: {said}"
    assert list(tmp_path.iterdir()) == [], "a refused array must leave no file behind"


def test_every_dtype_and_an_empty_array_survive_the_way_there_and_back(tmp_path):
    for dtype in (np.uint8, np.int8, np.int16, np.int32, np.float32, np.float64):
        array = np.arange(-3, 3).astype(dtype).reshape(1, 2, 3)
        write_idx(tmp_path / "a.idx", array)
        back = read_idx(tmp_path / "a.idx")
        assert back.dtype == dtype, f"wrote {np.dtype(dtype)}, read {back.dtype}"
        assert_close(back, array, name=f"{np.dtype(dtype)}", why="reading undoes writing")
    write_idx(tmp_path / "a.idx", np.zeros((0, 28, 28), np.uint8))
    assert read_idx(tmp_path / "a.idx").shape == (0, 28, 28), "no samples are still (0, 28, 28)"


def test_the_embedded_digits_can_be_read():
    rows = read_idx(DIGITS)
    assert rows.shape == (1797, 65), "64 pixels and a label each"
    why = "1,797 labels; the first ten people's digits begin with 0 to 9"
    assert_close(rows[:10, 64].astype(int), list(range(10)), name="the first labels", why=why)


def memory(function):
    """Return the peak of the memory that the call allocates, and what it returns."""
    import tracemalloc

    tracemalloc.start()
    try:
        found = function()
        return tracemalloc.get_traced_memory()[1], found
    finally:
        tracemalloc.stop()
