"""CIFAR-10 from small stand-ins of its files: where it is looked for, and what is checked."""

import hashlib
import io
import re
import tarfile

import numpy as np
import pytest
from t10_mnist import DataSource, RemoteFile
from t17_cifar10 import CIFAR10_CLASSES, archive, cifar10, convert_pickled, load_cifar10
from t17_cifar10.archive import BINARIES, TOP
from t17_cifar10.datasets import DATASETS

ROWS = 20


def rows(name, count=ROWS, labels=None):
    """Return rows of random pixels, other ones for each file."""
    rng = np.random.default_rng(list(name.encode()))
    found = rng.integers(256, size=(count, 3073), dtype=np.uint8)
    found[:, 0] = np.arange(count) % 10 if labels is None else labels
    return found


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(cifar10, "ROWS", ROWS)
    members = {TOP: None, **{f"{TOP}/{name}": ROWS * 3073 for name in BINARIES}}
    monkeypatch.setattr(archive.unpack_archive, "__defaults__", (members,))


def write(folder, changed=None):
    folder.mkdir(parents=True, exist_ok=True)
    for name in BINARIES:
        (folder / name).write_bytes((changed or {}).get(name, rows(name)).tobytes())


def check(train, test):
    expected = np.concatenate([rows(name) for name in BINARIES[:-1]])
    assert train.arrays[0].tolist() == expected[:, 1:].reshape(-1, 3, 32, 32).tolist()
    assert train.arrays[1].tolist() == expected[:, 0].tolist()
    expected = rows("test_batch.bin")
    assert test.arrays[0].tolist() == expected[:, 1:].reshape(-1, 3, 32, 32).tolist()
    assert test.arrays[1].dtype == np.int64 and len(test) == ROWS


@pytest.mark.parametrize("place", ["cifar10", f"cifar10/{TOP}", TOP, "."])
def test_unpacked_files_are_found(small, tmp_path, place):
    write(tmp_path / place)
    check(*load_cifar10(tmp_path))


def test_a_folder_with_a_part_of_the_files_is_passed_over(small, tmp_path):
    (tmp_path / "cifar10").mkdir()
    (tmp_path / "cifar10" / "test_batch.bin").write_bytes(b"lonely")
    write(tmp_path / TOP)
    check(*load_cifar10(tmp_path))


@pytest.fixture
def packed(small, tmp_path, monkeypatch):
    """Write the archive into the data folder, as the one that is expected."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name in BINARIES:
            found = tarfile.TarInfo(f"{TOP}/{name}")
            found.size = ROWS * 3073
            tar.addfile(found, io.BytesIO(rows(name).tobytes()))
    content = stream.getvalue()
    digest, urls = hashlib.sha256(content).hexdigest(), ("https://example.org/archive",)
    file = RemoteFile(cifar10.ARCHIVE.name, len(content), digest, urls)
    monkeypatch.setitem(DATASETS, "cifar10", DataSource("cifar10", "C", "", "", (file,)))
    path = tmp_path / file.name
    path.write_bytes(content)
    return path


def test_the_archive_is_unpacked_once(packed, tmp_path):
    check(*load_cifar10(tmp_path))
    packed.unlink()
    check(*load_cifar10(tmp_path))


def test_an_archive_that_does_not_verify_is_not_opened(packed, tmp_path):
    packed.write_bytes(packed.read_bytes()[:-1] + b"?")
    with pytest.raises(FileNotFoundError, match="SHA-256"):
        load_cifar10(tmp_path)
    assert not (tmp_path / "cifar10").exists()


def test_what_is_missing_is_named_with_its_place_and_the_command(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        load_cifar10(tmp_path)
    text = str(error.value)
    assert f'`scratch data get cifar10 --data-dir "{tmp_path}"`' in text
    assert f"put into {tmp_path / 'cifar10'}\n" in text
    assert "cifar-10-binary.tar.gz (170,052,171 bytes)" in text
    assert text.endswith("data_batch_5.bin, test_batch.bin")


@pytest.mark.parametrize("name", cifar10.PICKLED)
@pytest.mark.parametrize("place", ["", "cifar10"])
def test_the_python_version_is_recognised(tmp_path, name, place):
    (tmp_path / place).mkdir(exist_ok=True)
    path = tmp_path / place / name
    path.write_bytes(b"pickles")
    with pytest.raises(FileNotFoundError, match=re.escape(f"{path} belongs to the Python version")):
        load_cifar10(tmp_path)


def test_a_training_file_of_another_length_is_named(small, tmp_path):
    write(tmp_path, {"data_batch_3.bin": rows("data_batch_3.bin", 19)})
    with pytest.raises(ValueError, match=r"data_batch_3\.bin: holds 19 pictures, expected 20"):
        load_cifar10(tmp_path)


def test_classes_that_are_not_evenly_spread_are_another_data_set(small, tmp_path):
    write(tmp_path, {"data_batch_2.bin": rows("data_batch_2.bin", labels=3)})
    with pytest.raises(ValueError, match=r"10 training pictures of each class, got \[ 8  8  8 28"):
        load_cifar10(tmp_path)


def test_a_part_of_the_test_pictures_is_taken_with_a_warning(small, tmp_path):
    write(tmp_path, {"test_batch.bin": rows("test_batch.bin", 7)})
    with pytest.warns(UserWarning, match=r"test_batch\.bin: 7 of 20 test pictures"):
        _, test = load_cifar10(tmp_path)
    assert len(test) == 7


def test_the_download_is_what_the_homepage_publishes():
    (file,) = DATASETS["cifar10"].files
    assert file.size == 170_052_171 and len(file.sha256) == 64
    assert file.urls == ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",)
    assert len(CIFAR10_CLASSES) == 10 and CIFAR10_CLASSES[6] == "frog"
    assert archive.MEMBERS[f"{TOP}/data_batch_1.bin"] == 10_000 * cifar10.ROW


def test_conversion_needs_all_six_files(tmp_path):
    with pytest.raises(FileNotFoundError, match="data_batch_1"):
        convert_pickled(tmp_path, tmp_path / "out")
