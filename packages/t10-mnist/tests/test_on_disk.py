"""What is found on the disk: unpacked, packed anew, swapped, changed; and where it is sought."""

import gzip
import hashlib
import sys

import numpy as np
import pytest
from t10_mnist import DataSource, RemoteFile, data_folder, require_files
from t10_mnist.fetch import find_files

CONTENT = np.random.default_rng(0).bytes(700_000)
UNPACKED = len(CONTENT), hashlib.sha256(CONTENT).hexdigest()


def test_an_unpacked_or_repacked_file_is_as_good_if_its_content_is_known(tmp_path):
    packed = gzip.compress(CONTENT, 1, mtime=0)
    file = RemoteFile("a.gz", len(packed), hashlib.sha256(packed).hexdigest(), (), UNPACKED)
    things = DataSource("things", "Things", "", "", (file,))
    home = tmp_path / "things"
    home.mkdir()
    for name, content in {
        "a.gz": packed,
        "a": CONTENT,
    }.items():
        (home / name).write_bytes(content)
        assert require_files(things, tmp_path) == {"a.gz": home / name}
        (home / name).unlink()
    (home / "a.gz").write_bytes(gzip.compress(CONTENT, 0, mtime=0))
    assert require_files(things, tmp_path) == {"a.gz": home / "a.gz"}


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (CONTENT[:-1], "unpacks to 699,999 bytes instead of 700,000"),
        (CONTENT + b"0" * 10_000_000, "unpacks to more than 700,000"),
        (CONTENT[::-1], "unpacks to other data"),
    ],
)
def test_a_repacked_file_with_other_content_is_refused(tmp_path, inside, said):
    things = DataSource("t", "T", "", "", (RemoteFile("a.gz", 1, "", ("https://x/a",), UNPACKED),))
    (tmp_path / "a.gz").write_bytes(gzip.compress(inside))
    found, problems = find_files(things, tmp_path)
    assert found == {} and said in problems["a.gz"]


def test_swapped_files_are_recognised(tmp_path):
    contents = {"images": b"many pixels", "labels": b"many labels"}
    files = [
        RemoteFile(name, len(content), hashlib.sha256(content).hexdigest(), ("https://x/",))
        for name, content in contents.items()
    ]
    (tmp_path / "images").write_bytes(contents["labels"])
    (tmp_path / "labels").write_bytes(contents["images"])
    with pytest.raises(FileNotFoundError, match="holds labels: were files swapped") as error:
        require_files(DataSource("t", "T", "", "", tuple(files)), tmp_path)
    assert f'`scratch data get t --data-dir "{tmp_path}"` downloads' in str(error.value)


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "scratch"),
        ("win32", "LOCALAPPDATA", "scratch"),
        ("darwin", "HOME", "Library/Caches/scratch"),
    ],
)
def test_the_cache_is_where_the_system_keeps_caches(
    tmp_path, monkeypatch, platform, variable, expected
):
    monkeypatch.delenv("SCRATCH_DATA", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    for name in (variable, "USERPROFILE"):  # Windows's word for HOME
        monkeypatch.setenv(name, str(tmp_path))
    assert data_folder() == tmp_path / expected


def test_a_home_folder_may_be_abbreviated(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("SCRATCH_DATA", "~/data")
    assert data_folder() == tmp_path / "data"


def test_the_folder_of_the_datasets_name_comes_first_and_a_bad_file_there_is_no_obstacle(tmp_path):
    file = RemoteFile("a", len(CONTENT), UNPACKED[1], ("https://x/a",))
    things = DataSource("things", "T", "", "", (file,))
    (tmp_path / "things").mkdir()
    (tmp_path / "a").write_bytes(CONTENT)
    (tmp_path / "things" / "a").write_bytes(b"bad")
    assert find_files(things, tmp_path) == ({"a": tmp_path / "a"}, {})
    (tmp_path / "things" / "a").write_bytes(CONTENT)
    assert require_files(things, tmp_path) == {"a": tmp_path / "things" / "a"}


def test_only_what_is_missing_is_asked_for(tmp_path):
    files = [RemoteFile(name, len(CONTENT), UNPACKED[1], ("https://x/" + name,)) for name in "ab"]
    (tmp_path / "a").write_bytes(CONTENT)
    with pytest.raises(FileNotFoundError, match="1 of 2 files are missing") as error:
        require_files(DataSource("things", "Things", "", "", tuple(files)), tmp_path)
    assert "https://x/b" in str(error.value) and "https://x/a" not in str(error.value)
