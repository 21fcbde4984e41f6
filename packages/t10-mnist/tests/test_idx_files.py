"""IDX files that nobody thought of: every shape and dtype survives, no damage goes unnoticed."""

import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from t10_mnist import read_idx, write_idx

DTYPES = [np.uint8, np.int8, np.int16, np.int32, np.float32, np.float64]
ARRAYS = hnp.arrays(
    st.sampled_from(DTYPES), hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("idx")


@settings(max_examples=30, deadline=None)
@given(array=ARRAYS, name=st.sampled_from(["a.idx", "a.idx.gz"]))
def test_reading_undoes_writing(folder, array, name):
    write_idx(folder / name, array)
    back = read_idx(folder / name)
    assert back.dtype == array.dtype and back.shape == array.shape
    assert back.tobytes() == array.tobytes()


def test_no_beginning_of_a_file_passes_for_the_file(folder):
    write_idx(folder / "whole.idx.gz", np.arange(30, dtype=np.int16).reshape(3, 10))
    packed = (folder / "whole.idx.gz").read_bytes()
    for content in (packed, gzip.decompress(packed)):
        for length in range(len(content)):
            (folder / "part").write_bytes(content[:length])
            with pytest.raises(ValueError, match="part: "):
                read_idx(folder / "part")


def test_a_damaged_packed_file_is_refused_or_harmless(folder):
    array = np.random.default_rng(0).integers(0, 9, (4, 20), dtype=np.uint8)
    write_idx(folder / "whole.idx.gz", array)
    content = (folder / "whole.idx.gz").read_bytes()
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        (folder / "damaged").write_bytes(damaged)
        back, said = attempt(folder / "damaged")
        assert said is None or "damaged: " in said
        if said is None:
            assert 3 < place < 10, "only gzip's time, level and system may change unnoticed"
            assert back.tobytes() == array.tobytes()


def attempt(path):
    """Return the array and None, or None and what the ValueError says."""
    try:
        return read_idx(path), None
    except ValueError as error:
        return None, str(error)


def test_an_interrupted_write_leaves_the_old_file(folder, monkeypatch):
    path = folder / "kept.idx"
    write_idx(path, np.arange(3, dtype=np.uint8))

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_idx(path, np.arange(5, dtype=np.uint8))
    assert read_idx(path).tolist() == [0, 1, 2]
    assert [p.name for p in folder.iterdir() if "kept" in p.name] == ["kept.idx"]
