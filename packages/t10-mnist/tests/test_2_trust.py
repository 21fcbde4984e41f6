"""Files and splits that can be trusted

Checksums are those that sha256sum prints; splits are compared index by index.
"""

import warnings

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import ArrayDataset, check_file, load_digits

CHECK = "scratch hint t10 check_file"
SPLIT = "scratch hint t10 ArrayDataset.split"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, appendix B.1
MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"  # appendix B.3


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "data.bin"
        path.write_bytes(content)
        return path

    return write


def complaint(path, size, sha256):
    """Return what the ValueError says; None if there is none."""
    said = None
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", ResourceWarning)
        try:
            check_file(path, size, sha256)
        except ValueError as error:
            said = str(error)
    assert not seen, (
        "check_file leaves the file open: open it in a `with` block, which closes it also after an"
        f" error ({CHECK})"
    )
    return said


def test_a_file_of_the_right_size_and_checksum_passes(file):
    for content, sha256 in ((b"abc", ABC), (b"a" * 1_000_000, MILLION_A)):
        said = complaint(file(content), len(content), sha256)
        assert said is None, f"{len(content)} bytes are right, but check_file says: {said}"
    assert complaint(file(b"abc"), 3, ABC[:-1] + "6"), "the last digit differs, all 64 count"
    assert complaint(file(b"abc"), 3, ABC.upper()) is None, "A to F mean the same as a to f"


def test_one_changed_byte_is_found_wherever_it_is(file):
    for place in (0, 500_000, 999_999):
        content = bytearray(b"a" * 1_000_000)
        content[place] ^= 1
        said = complaint(file(content), 1_000_000, MILLION_A)
        assert said, f"byte {place} of a million is wrong, but check_file raised no ValueError"
        assert "data.bin" in said, f"the error must name the file, it says: {said}"


def test_a_wrong_size_is_found_and_named_without_reading(file):
    said = complaint(file(b"ab"), 3, ABC)
    assert said and "2" in said and "3" in said, (
        f"the file has 2 bytes, 3 are expected; the error must name both numbers, it says: {said}"
    )
    said = complaint(file(b"abcd"), 3, ABC)
    assert said and "4" in said, f"the file has 4 bytes, 3 are expected; the error says: {said}"
    try:
        said = complaint(file(b"abc").parent, 12_345, ABC)  # a folder has a size, too
    except OSError:
        said = None
    assert said, (
        "a folder was given, which can't be opened: compare the size before the file is opened, a"
        f" wrong one of 10 GB is then refused at once ({CHECK})"
    )


def test_a_missing_file_is_not_reported_as_a_wrong_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        check_file(tmp_path / "nothing", 3, ABC)


def test_a_large_file_does_not_have_to_fit_into_memory(tmp_path):
    import tracemalloc

    path = tmp_path / "large.bin"
    with open(path, "wb") as stream:
        stream.truncate(30_000_000)
    tracemalloc.start()
    try:
        complaint(path, 30_000_000, ABC)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3e6, f"{peak / 1e6:.0f} MB of memory for a file of 30 MB: read it in blocks"


def dataset(count):
    return ArrayDataset(np.arange(count) * 10, np.arange(count))


def test_a_split_in_order_cuts_once():
    first, second = dataset(10).split(0.8)
    why = "without rng nothing is mixed: the first 8 of 10, then the last 2"
    assert_close(first.arrays[0], np.arange(8) * 10, name="first part", why=why, hint=SPLIT)
    assert_close(second.arrays[0], np.array([80, 90]), name="second part", why=why, hint=SPLIT)
    assert len(first) == 8 and len(second) == 2, "lengths 8 and 2"


def test_the_share_is_rounded_to_the_nearest_count():
    for share, count in ((0.4, 3), (0.29, 2), (0.14, 1), (0.5, 4)):
        first, second = dataset(7).split(share)
        why = f"{share} of 7 is {share * 7:.2f}, rounded {count}"
        assert_close([len(first), len(second)], [count, 7 - count], name="lengths", why=why)


def test_a_dealt_split_keeps_images_and_labels_together():
    first, second = dataset(50).split(0.6, rng=np.random.default_rng(3))
    for part in (first, second):
        images, labels = part.arrays
        why = "image and label of a sample must go to the same place: use one permutation for all"
        assert_close(images, labels * 10, name="images", why=why, hint=SPLIT)
    everything = np.sort(np.concatenate([first.arrays[1], second.arrays[1]]))
    why = "every sample is on exactly one side: one on both would be tested on what it trained"
    assert_close(everything, np.arange(50), name="labels of both sides, sorted", why=why)


def test_a_dealt_split_mixes_all_samples_and_follows_its_generator():
    first, _ = dataset(50).split(0.6, rng=np.random.default_rng(3))
    assert sorted(first.arrays[1]) != list(range(30)), (
        "with rng, the first side must be dealt from all samples, not the first 30"
    )
    again, _ = dataset(50).split(0.6, rng=np.random.default_rng(3))
    assert_close(again.arrays[1], first.arrays[1], name="the same seed again", why="same seed")
    expected = np.random.default_rng(3).permutation(50)[:30]
    why = "the first side takes the first 30 of rng.permutation(50)"
    assert_close(first.arrays[1], expected, name="first side", why=why, hint=SPLIT)


def test_a_split_leaves_the_dataset_as_it_was():
    whole = dataset(20)
    whole.split(0.5, rng=np.random.default_rng(0))
    why = "split was meant to return new datasets; shuffling in place mixes the original"
    assert_close(whole.arrays[1], np.arange(20), name="labels of the whole", why=why, hint=SPLIT)


def test_an_empty_side_is_refused():
    for share in (0.0, 1.0, 0.04, 0.96, -0.5, 1.5):
        with pytest.raises(ValueError, match="share"):
            dataset(10).split(share)


def test_the_digits_of_the_test_set_are_the_last_fifth():
    train, test = load_digits()
    assert train.arrays[0].shape == (1438, 8, 8) and test.arrays[0].shape == (359, 8, 8)
    why = "the labels of the last fifth, in the order in which they were written"
    assert_close(test.arrays[1][-6:], np.array([4, 9, 0, 8, 9, 8]), name="last labels", why=why)
