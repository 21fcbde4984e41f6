"""Pickles as Python 2 wrote them, followed without unpickling; `pickle.loads` is the oracle."""

import os
import pickle
import re
import struct
from contextlib import suppress

import numpy as np
import pytest
from t17_cifar10 import convert_pickled, read_batch, read_pickled_batch

STATE = b"(K\x01%s%s\x89%st"  # version, shape, dtype, order by columns: no, bytes


def text(content):
    return b"U" + bytes([len(content)]) + content


def number(value):
    return b"K" + bytes([value]) if value < 256 else b"M" + struct.pack("<H", value)


def array(pixels):
    """Return the instructions that make an array of bytes (N, 3072)."""
    shape = number(len(pixels)) + number(pixels.shape[1]) + b"\x86q\x08"
    empty = b"cnumpy.core.multiarray\n_reconstruct\nq\x02cnumpy\nndarray\nq\x03K\x00\x85q\x04"
    empty += text(b"b") + b"q\x05\x87Rq\x06"
    dtype = b"cnumpy\ndtype\nq\x09" + text(b"u1") + b"K\x00K\x01\x87Rq\x0a"
    dtype += b"(K\x03" + text(b"|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tq\x0bb"
    content = b"T" + struct.pack("<I", pixels.size) + pixels.tobytes()
    return empty + STATE % (shape, dtype, content) + b"q\x0cb"


def batch(pixels, labels, *, data=None, more=b""):
    """Return the pickle of a dict: "data", "labels", "batch_label" and "filenames"."""
    numbers = b"".join(number(label) for label in labels)
    names = b"".join(text(b"%d.png" % k) + b"r" + struct.pack("<I", 300 + k) for k in range(3))
    items = text(b"data") + b"q\x01" + (array(pixels) if data is None else data)
    items += text(b"labels") + b"q\x0d]q\x0e(" + numbers + b"e"
    items += text(b"batch_label") + text(b"training batch 1 of 5")
    items += text(b"filenames") + b"](" + names + b"e" + more
    return b"\x80\x02}q\x00(" + items + b"u."


@pytest.fixture
def pixels():
    return np.random.default_rng(0).integers(256, size=(300, 3072), dtype=np.uint8)


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "data_batch_1"
        path.write_bytes(content)
        return path

    return write


def test_a_batch_is_read_as_the_unpickler_would(file, pixels):
    labels = (np.arange(300) * 7 % 10).tolist()
    content = batch(pixels, labels)
    trusted = pickle.loads(
        content.replace(b"numpy.core.multiarray", b"numpy._core.multiarray"), encoding="bytes"
    )
    images, found = read_pickled_batch(file(content))
    assert images.tobytes() == trusted[b"data"].tobytes() == pixels.tobytes()
    assert images.shape == (300, 3, 32, 32) and images.dtype == np.uint8
    assert found.tolist() == trusted[b"labels"] == labels and found.dtype == np.int64


def test_what_the_memo_holds_can_be_used_again(file, pixels):
    again = b"h\x01h\x06" + b"j\x2c\x01\x00\x00N"  # "data" and its array once more, a name: None
    images, _ = read_pickled_batch(file(batch(pixels, [1] * 300, more=again)))
    assert images.tobytes() == pixels.tobytes()


def test_converted_files_are_those_of_the_binary_version(tmp_path, pixels):
    for k, name in enumerate([*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"]):
        (tmp_path / name).write_bytes(batch(pixels + k, [k] * 300))
    convert_pickled(tmp_path, tmp_path / "out")
    for k, name in ((0, "data_batch_1.bin"), (4, "data_batch_5.bin"), (5, "test_batch.bin")):
        images, labels = read_batch(tmp_path / "out" / name)
        assert images.reshape(300, -1).tolist() == (pixels + np.uint8(k)).tolist()
        assert labels.tolist() == [k] * 300


class Harmful:
    def __init__(self, marker):
        self.marker = str(marker)

    def __reduce__(self):
        return os.mkdir, (self.marker,)


@pytest.mark.parametrize("protocol", range(6))
def test_nothing_that_a_file_names_is_called(file, tmp_path, protocol):
    marker = tmp_path / "harm"
    with pytest.raises(ValueError, match="data_batch_1: not a batch of CIFAR-10"):
        read_pickled_batch(file(pickle.dumps(Harmful(marker), protocol)))
    assert not marker.exists()


@pytest.mark.parametrize(
    "name",
    [b"os\nsystem", b"posix\nsystem", b"builtins\neval", b"numpy\nload", b"numpy\nfromfile"],
)
def test_names_that_are_no_part_of_an_array_are_refused(file, pixels, name):
    data = b"c" + name + b"\n" + text(b"true") + b"\x85R"
    words = re.escape(repr(name.decode().replace("\n", " ")))
    with pytest.raises(ValueError, match=f"it names {words}"):
        read_pickled_batch(file(batch(pixels, [0] * 300, data=data)))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (b"N\x80\x02", "mapping|strict|argument|shorter|odd|keys"),
        (b"NI5\n", "the instruction INT"),
        (b"N\x8a\x01\x05", "the instruction LONG1"),
        (b"N(iposix\nsystem\n", "the instruction INST"),
        (b"NPsome\n", "the instruction PERSID"),
        (b"N(posix\nsystem\no", "not a batch"),
        (b"N\x82\x05", "the instruction EXT1"),
        (b"Nh\xc8", "200"),
        (b"N" + text(b"x") + text(b"y") + b"\x85R", "it calls"),
        (b"Ncnumpy\nndarray\n)\x85R", "instruction EMPTY_TUPLE"),
        (b"Ncnumpy\nndarray\nK\x05\x85R", "it calls 'numpy ndarray'"),
    ],
)
def test_instructions_that_no_batch_needs_are_refused(file, pixels, more, words):
    with pytest.raises(ValueError, match=f"data_batch_1.*({words})"):
        read_pickled_batch(file(batch(pixels, [0] * 300, more=more)))


def test_a_file_that_describes_something_else_is_refused(file, pixels):
    wrong = {
        "labels are not a list of numbers": batch(pixels, [0] * 299 + [10]),
        "array of 3,072 bytes": batch(pixels, [0] * 299),
        "for each label": batch(pixels[:, :3000], [0] * 300),
        "no dict": b"\x80\x02]q\x00.",
        "does not end|exhausted|before": batch(pixels, [0] * 300)[:-1],
        "not uint8|not of dtype uint8": batch(pixels, [0] * 300).replace(b"u1", b"i8"),
        "reshape": batch(pixels, [0] * 300, data=array(pixels).replace(b"M\x00\x0c", b"M\x01\x0c")),
        "not an array": batch(pixels, [0] * 300, data=b"N"),
        "not a batch": b"",
        "not a batch of": b"PK\x03\x04" * 50,
    }
    for words, content in wrong.items():
        with pytest.raises(ValueError, match=f"data_batch_1: not a batch.*({words})|({words})"):
            read_pickled_batch(file(content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x80\x02}(U\x04dataNU\x06labels]q\x01(h\x01h\x01eu.", "list of numbers"),  # l = [l, l]
        (b"\x80\x02]Nb.", "BUILD has nothing to work on"),
        (b"\x80\x02K\x01(K\x02e.", "APPENDS has nothing to work on"),
        (b"\x80\x02K\x01(K\x02K\x03u.", "SETITEMS has nothing to work on"),
        (b"\x80\x02}(U\x04dataNU\x06labels](\x88eu.", "NEWTRUE, which no batch needs"),
    ],
)
def test_instructions_on_the_wrong_thing_are_refused_at_once(file, content, words):
    with pytest.raises(ValueError, match=f"data_batch_1: .*{words}"):
        read_pickled_batch(file(content))


@pytest.mark.parametrize("place", range(0, 400, 8))
def test_any_changed_byte_of_the_instructions_is_survived(file, place):
    few = np.zeros((1, 3072), np.uint8)
    content = bytearray(batch(few, [3]))
    ends = [*range(240), *range(len(content) - 160, len(content))]
    content[ends[place % len(ends)]] ^= 1 << place % 8
    with suppress(ValueError):
        images, labels = read_pickled_batch(file(bytes(content)))
        assert images.shape == (1, 3, 32, 32) and 0 <= labels[0] <= 9


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large"
    with open(path, "wb") as stream:
        stream.truncate(2**26 + 1)
    with pytest.raises(ValueError, match=r"large: .*more than 67,108,864 bytes"):
        read_pickled_batch(path)
