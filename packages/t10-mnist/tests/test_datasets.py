"""What the loaders of the embedded and the downloaded data promise."""

import hashlib
import re

import numpy as np
import pytest
from t10_mnist import (
    DATASETS,
    ArrayDataset,
    DataSource,
    RemoteFile,
    load_digits,
    load_fashion_mnist,
    load_mnist,
    load_pair,
    write_idx,
)
from t10_mnist.digits import DIGITS

SHA256 = "b8080bda50ffc32058215d87bce2835a40fd90acdd389d5687bb22e3d04475f2"


def test_the_embedded_file_is_the_one_that_its_note_describes():
    assert hashlib.sha256(DIGITS.read_bytes()).hexdigest() == SHA256
    assert DIGITS.stat().st_size < 50_000
    note = DIGITS.with_name("digits.txt").read_text(encoding="utf-8")
    assert SHA256 in note and "UCI" in note and "Creative Commons Attribution 4.0" in note


def test_the_digits_are_what_they_are_known_to_be():
    train, test = load_digits()
    images = np.concatenate([train.arrays[0], test.arrays[0]])
    labels = np.concatenate([train.arrays[1], test.arrays[1]])
    assert images.dtype == np.uint8 and images.min() == 0 and images.max() == 16
    assert labels.dtype == np.int64
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert images[0, 0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]  # the top of the first zero
    assert not images[:, :, 0].any() or images[:, :, 0].mean() < 0.1  # an empty left border


def test_every_download_is_https_pinned_and_has_two_mirrors():
    for name, source in DATASETS.items():
        assert source.name == name and source.licence and len(source.files) == 4
        for file in source.files:
            assert re.fullmatch("[0-9a-f]{64}", file.sha256) and file.size > 4000
            assert len(file.urls) >= 2
            for url in file.urls:
                assert url.startswith("https://") and url.endswith("/" + file.name)


def test_mnists_files_have_the_sizes_that_the_format_gives_them():
    sizes = {file.name: file.unpacked[0] for file in DATASETS["mnist"].files}
    for part, count in (("train", 60_000), ("t10k", 10_000)):
        assert sizes[f"{part}-images-idx3-ubyte.gz"] == 16 + count * 28 * 28
        assert sizes[f"{part}-labels-idx1-ubyte.gz"] == 8 + count


def test_the_downloads_have_the_sizes_that_are_published():
    totals = {name: sum(file.size for file in source.files) for name, source in DATASETS.items()}
    assert totals == {"mnist": 11_594_722, "fashion-mnist": 30_878_645}


@pytest.mark.parametrize("load", [load_mnist, load_fashion_mnist])
def test_what_is_missing_is_named_with_its_place_and_the_command(load, tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        load(tmp_path)
    text = str(error.value)
    name = "fashion-mnist" if load is load_fashion_mnist else "mnist"
    command = f'`scratch data get {name} --data-dir "{tmp_path}"`'
    assert command in text and f"put into {tmp_path / name}\n" in text
    assert all(file.name in text for file in DATASETS[name].files)


def test_the_files_of_both_parts_are_loaded_when_they_verify(tmp_path, monkeypatch):
    arrays = {
        "train-images-idx3-ubyte.gz": np.arange(24).reshape(2, 3, 4),
        "train-labels-idx1-ubyte.gz": np.array([7, 1]),
        "t10k-images-idx3-ubyte.gz": np.arange(12).reshape(1, 3, 4),
        "t10k-labels-idx1-ubyte.gz": np.array([9]),
    }
    files = []
    for name, array in arrays.items():
        write_idx(tmp_path / name, array.astype(np.uint8))
        content = (tmp_path / name).read_bytes()
        files.append(RemoteFile(name, len(content), hashlib.sha256(content).hexdigest(), ()))
    monkeypatch.setitem(DATASETS, "mnist", DataSource("mnist", "M", "", "", tuple(files)))
    train, test = load_mnist(tmp_path)
    expected = list(arrays.values())
    for found, array in zip((*train.arrays, *test.arrays), expected, strict=True):
        assert found.tolist() == array.tolist()


def test_a_strangers_file_of_mnists_name_is_not_loaded(tmp_path):
    write_idx(tmp_path / "train-labels-idx1-ubyte", np.zeros(60_000, np.uint8))
    with pytest.raises(FileNotFoundError, match="SHA-256"):
        load_mnist(tmp_path)


@pytest.fixture
def idx(tmp_path):
    def write(name, array):
        write_idx(tmp_path / name, array)
        return tmp_path / name

    return write


def test_a_pair_of_files_becomes_a_dataset(idx):
    images = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    dataset = load_pair(idx("x.gz", images), idx("y", np.array([7, 0], np.uint8)))
    x, y = dataset.arrays
    assert x.tolist() == images.tolist() and y.tolist() == [7, 0] and y.dtype == np.int64


def test_files_that_do_not_belong_together_are_refused(idx):
    x = idx("x", np.zeros((3, 2, 2), np.uint8))
    y = idx("y", np.zeros(3, np.uint8))
    with pytest.raises(
        ValueError, match=r"x holds labels.*|y holds labels and .*x images.*swapped"
    ):
        load_pair(y, x)
    with pytest.raises(ValueError, match=r"3 images, .*few 2 labels"):
        load_pair(x, idx("few", np.zeros(2, np.uint8)))
    with pytest.raises(ValueError, match="expected images"):
        load_pair(x, x)


def test_a_dataset_of_arrays_gives_samples_slices_and_batches():
    dataset = ArrayDataset(np.arange(12).reshape(6, 2), list("abcdef"))
    assert len(dataset) == 6
    x, y = dataset[2]
    assert x.tolist() == [4, 5] and y == "c"
    x, y = dataset[1:3]
    assert x.base is not None and y.tolist() == ["b", "c"]
    x, y = dataset[np.array([5, 0, 5])]
    assert x.tolist() == [[10, 11], [0, 1], [10, 11]] and y.tolist() == ["f", "a", "f"]
    assert repr(ArrayDataset(np.zeros((2, 3)))) == "ArrayDataset(float64 (2, 3))"


def test_a_mask_selects_as_it_does_in_numpy():
    (x,) = ArrayDataset(np.arange(4))[np.array([True, False, False, True])]
    assert x.tolist() == [0, 3]


@pytest.mark.parametrize("arrays", [(), (np.float64(3),), (np.zeros(3), np.zeros(4))])
def test_arrays_that_make_no_dataset_are_refused(arrays):
    with pytest.raises(ValueError, match=r"ArrayDataset needs|one length"):
        ArrayDataset(*arrays)


def test_an_index_beyond_the_end_is_an_error():
    with pytest.raises(IndexError):
        ArrayDataset(np.arange(4))[np.array([4])]
