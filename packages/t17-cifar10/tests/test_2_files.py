"""Files that are what they claim to be

Batches are compared with bytes written by hand, members of archives with a list of attacks.
"""

import tarfile
import warnings

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t17_cifar10 import check_member, read_batch

READ = "scratch hint t17 read_batch"
CHECK = "scratch hint t17 check_member"
EXPECTED = {"top": None, "top/a.bin": 1000, "top/b.bin": 10}


@pytest.fixture
def batch(tmp_path):
    """Write rows of (label, pixels) and return (path, pixels (N, 3, 32, 32))."""

    def write(labels, *, end=b""):
        pixels = np.random.default_rng(7).integers(256, size=(len(labels), 3, 32, 32))
        rows = b""
        for label, picture in zip(labels, pixels, strict=True):
            rows += bytes([label])
            for channel in picture:
                for row in channel:
                    rows += bytes(row.tolist())
        path = tmp_path / "some_batch.bin"
        path.write_bytes(rows + end)
        return path, pixels.astype(np.uint8)

    return write


def complaint(path):
    """Return what the ValueError says; None if there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        try:
            read_batch(path)
        except ValueError as error:
            return str(error)
    return None


def test_a_row_is_a_label_and_three_planes_of_pixels(batch):
    path, pixels = batch([3, 0, 9])
    images, labels = read_batch(path)
    assert images.shape == (3, 3, 32, 32), f"3 pictures (3, 32, 32) wanted, got {images.shape}"
    assert_close(
        images,
        pixels,
        name="images",
        why="after the label come all reds row by row, all greens, all blues: (3, 32, 32)",
        hint=READ,
    )
    why = "the first byte of each row is its label; int64, because uint8 overflows in products"
    assert_close(labels, np.array([3, 0, 9], np.int64), name="labels", why=why, hint=READ)
    assert labels.dtype == np.int64, f"labels must be int64, got {labels.dtype} ({READ})"


def test_one_row_is_a_batch_too(batch):
    path, pixels = batch([5])
    images, labels = read_batch(path)
    assert_close(images, pixels, name="the only image", hint=READ)
    assert labels.tolist() == [5] and images.dtype == np.uint8


def test_images_may_be_written_to(batch):
    images, _ = read_batch(batch([1, 2])[0])
    assert images.flags.writeable, f"frombuffer's arrays are read-only: return a copy ({READ})"


@pytest.mark.parametrize("end", [b"\0", b"\0" * 3072])
def test_a_size_that_is_no_multiple_of_a_row_is_refused(batch, end):
    path, _ = batch([1, 2], end=end)
    said = complaint(path)
    assert said, f"{2 * 3073 + len(end)} bytes are no whole number of rows: raise ValueError"
    assert "some_batch.bin" in said, f"the error must name the file, it says: {said}"
    assert "3,073" in said or "3073" in said, f"the error must name the row's size: {said}"


def test_an_empty_file_is_refused(batch):
    said = complaint(batch([])[0])
    assert said and "some_batch.bin" in said, f"a batch has at least one row, got: {said}"
    assert "zero-size" not in said, f"say what is wrong with the file, not NumPy's words: {said}"


def test_a_label_above_9_is_named_with_its_row(batch):
    said = complaint(batch([0, 9, 17, 255])[0])
    assert said, f"the label 17 is none of the ten classes: raise ValueError ({READ})"
    assert "17" in said and "2" in said, f"name the first wrong label, 17, and its row, 2: {said}"


def test_ten_is_no_label(batch):
    assert complaint(batch([9, 10])[0]), f"ten classes have the numbers 0 to 9: refuse 10 ({READ})"
    assert complaint(batch([9, 9])[0]) is None, f"9 is the last class: trucks ({READ})"


def test_a_file_that_is_too_long_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "long.bin"
    with open(path, "wb") as stream:
        stream.truncate(10_001 * 3073)  # no block of it is on the disk
    said = complaint(path)
    assert said and "10,000" in said, f"more than 10,000 rows belong to no batch, got: {said}"


def member(name, kind=tarfile.REGTYPE, size=10, link=""):
    found = tarfile.TarInfo(name)
    found.type, found.size, found.linkname = kind, size, link
    return found


def refusal(found):
    try:
        check_member(found, EXPECTED)
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "found",
    [
        member("top/a.bin", size=1000),
        member("top/b.bin", size=10),
        member("top/b.bin", size=0),
        member("top/a.bin", tarfile.AREGTYPE),
        member("top", tarfile.DIRTYPE, size=0),
    ],
)
def test_what_is_expected_passes(found):
    said = refusal(found)
    assert said is None, f"{found.name} is as expected, but check_member says: {said} ({CHECK})"


@pytest.mark.parametrize(
    "name",
    [
        "top/c.bin",
        "a.bin",
        "other/a.bin",
        "/top/a.bin",
        "../top/a.bin",
        "top/../a.bin",
        "top/../../a.bin",
        "top//a.bin",
        "./top/a.bin",
        "top/a.bin/x",
        "top\\a.bin",
        "TOP/a.bin",
        "top/a.bin.exe",
        "",
    ],
)
def test_any_other_name_is_refused(name):
    said = refusal(member(name))
    assert said, f"the name {name!r} is not in the list, but check_member let it pass ({CHECK})"
    assert name in said or repr(name) in said, f"name the member, the error says: {said}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("top/a.bin", tarfile.SYMTYPE),
        ("top/a.bin", tarfile.LNKTYPE),
        ("top/a.bin", tarfile.CHRTYPE),
        ("top/a.bin", tarfile.BLKTYPE),
        ("top/a.bin", tarfile.FIFOTYPE),
        ("top/a.bin", tarfile.DIRTYPE),
        ("top/a.bin", tarfile.GNUTYPE_SPARSE),
        ("top", tarfile.SYMTYPE),
        ("top", tarfile.REGTYPE),
    ],
)
def test_a_file_must_be_a_file_and_a_folder_a_folder(name, kind):
    said = refusal(member(name, kind, link="/etc/passwd"))
    wanted = "folder" if name == "top" else "regular file"
    assert said, f"{name} of type {kind!r} is no {wanted}, but check_member let it pass ({CHECK})"
    assert name in said, f"the error must name the member, it says: {said}"


def test_a_sparse_file_in_the_newer_format_is_refused():
    found = member("top/a.bin")
    found.sparse = [(0, 10)]  # what tarfile notes when PAX headers announce holes
    assert refusal(found), f"a sparse file grows out of nothing: raise ValueError ({CHECK})"


@pytest.mark.parametrize(("name", "size"), [("top/a.bin", 1001), ("top/b.bin", 11)])
def test_a_size_above_the_limit_is_refused(name, size):
    said = refusal(member(name, size=size))
    assert said, f"{name} has {size} bytes, more than {EXPECTED[name]}: raise ValueError ({CHECK})"
    assert name in said, f"the error must name the member, it says: {said}"
    assert refusal(member(name, size=10**13)), "10 TB are a bomb"


def test_the_list_of_members_stays_as_it_was():
    expected = dict(EXPECTED)
    check_member(member("top/b.bin"), expected)
    assert expected == EXPECTED, f"check_member only looks, the list became {expected}"
