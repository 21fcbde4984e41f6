"""Checkpoints: a file that is whole or not there, and that cannot run code"""

import math
import os
import zipfile

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import CheckpointError, load_checkpoint, pack, save_checkpoint
from t10_mnist.checkpoint import DAMAGE

SAVE = "scratch hint t10 save_checkpoint"
LOAD = "scratch hint t10 load_checkpoint"
RNG = np.random.default_rng(0)
STATE = {
    "model": {"0.weight": RNG.normal(size=(3, 4)).astype(np.float32), "0.bias": np.arange(3.0)},
    "optimizer": {"state": {0: {"step": 7, "m": np.float32(0.1)}}, "betas": (0.9, 0.999)},
    "loader": {"epoch": None, "done": 2**127 + 1, "shuffle": True, "indices": np.arange(5)},
    "history": {"loss": [2.5, 0.1, math.inf], "empty": []},
    "mask": np.array([[True], [False]]),
    "nothing": np.zeros((0, 3)),
}


@pytest.fixture
def file(tmp_path):
    """A checkpoint of STATE."""
    file = tmp_path / "run.npz"
    save_checkpoint(file, STATE)
    return file


def assert_same(got, expected, name):
    """Compare two trees: every number and array bit by bit, with its type."""
    texts, arrays = zip(pack(got), pack(expected), strict=True)
    assert texts[0] == texts[1], f"{name}: yours holds {texts[0]}, expected {texts[1]}"
    for key in arrays[1]:
        assert arrays[0][key].dtype == arrays[1][key].dtype, f"{name}: dtype of {key}"
        why = "every bit must come back"
        assert_close(arrays[0][key], arrays[1][key], name=key, why=why, rtol=0, atol=0, hint=LOAD)


def test_what_was_saved_comes_back_bit_by_bit(file):
    assert_same(load_checkpoint(file), STATE, "loaded state")
    weight = load_checkpoint(file)["model"]["0.weight"]
    assert weight.shape == (3, 4), f"shape of 0.weight: {weight.shape}, expected (3, 4)"


def test_the_file_is_an_npz_with_the_arrays_under_their_names(file):
    with np.load(file, allow_pickle=False) as archive:
        names = {"format", "tree", *pack(STATE)[1]}
        assert set(archive.files) == names, (
            f"the archive must hold format, tree and the arrays of pack(state): expected"
            f" {sorted(names)}, got {sorted(archive.files)}"
        )
        for name, text in (
            ("format", b"t10-mnist checkpoint 1"),
            ("tree", pack(STATE)[0].encode()),
        ):
            assert_close(
                archive[name],
                np.frombuffer(text, np.uint8),
                name=name,
                why="the text's UTF-8 bytes as uint8: no objects, nothing to unpickle",
                hint=SAVE,
            )


def test_nothing_is_compressed(tmp_path):
    save_checkpoint(tmp_path / "zeros.npz", {"moments": np.zeros(5000)})
    size = (tmp_path / "zeros.npz").stat().st_size
    assert size > 40_000, (
        f"5000 zeros take 40,000 bytes, the file has {size}: np.savez, not savez_compressed;"
        f" what grows when it is read cannot be told from a zip bomb ({SAVE})"
    )


def test_the_name_is_used_as_it_is(tmp_path):
    save_checkpoint(tmp_path / "run.ckpt", STATE)
    found = os.listdir(tmp_path)
    assert found == ["run.ckpt"], (
        f"expected the file run.ckpt and nothing beside it, found {found}: np.savez adds .npz to a"
        " name, and nothing to an open stream"
    )


def test_saving_again_replaces_the_file(file):
    save_checkpoint(file, {"epoch": 2})
    assert_same(load_checkpoint(file), {"epoch": 2}, "state saved last")
    assert os.listdir(file.parent) == ["run.npz"], "nothing else may be left in the folder"


@pytest.fixture
def dying(monkeypatch):
    """Make np.savez write a little and die, as a process does that is killed."""

    def savez(target, *args, **arrays):
        if hasattr(target, "write"):
            target.write(b"PK\3\4 half")
        else:
            with open(target, "wb") as stream:
                stream.write(b"PK\3\4 half")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", savez)
    monkeypatch.setattr(np, "savez_compressed", savez)


def test_dying_while_saving_leaves_the_old_checkpoint(file, dying):
    with pytest.raises(KeyboardInterrupt):
        save_checkpoint(file, {"epoch": 2})
    try:
        found = load_checkpoint(file)
    except (CheckpointError, *DAMAGE) as error:
        raise AssertionError(
            f"the old checkpoint is gone: {error}. Never write over the only good file:"
            f" write beside it and take its place when all is written ({SAVE})"
        ) from None
    assert_same(found, STATE, "the checkpoint from before")


def test_dying_while_saving_leaves_no_half_file_under_the_name(tmp_path, dying):
    with pytest.raises(KeyboardInterrupt):
        save_checkpoint(tmp_path / "new.npz", STATE)
    assert not (tmp_path / "new.npz").exists(), "half a file must never have the checkpoint's name"


def test_a_state_that_cannot_be_saved_leaves_the_old_checkpoint(file):
    with pytest.raises(TypeError, match="state/optimizer/hook"):
        save_checkpoint(file, {"optimizer": {"hook": object()}})
    assert_same(load_checkpoint(file), STATE, "the checkpoint from before")


def test_no_file_is_a_file_not_found_error(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.npz"):
        load_checkpoint(tmp_path / "none.npz")


def refused(file, *words):
    """Assert that loading the file raises a CheckpointError with its name and these words."""
    try:
        found = load_checkpoint(file)
    except CheckpointError as error:
        text = str(error)
    except DAMAGE as error:
        raise AssertionError(
            f"{type(error).__name__} got out of load_checkpoint ({error}): raise a CheckpointError"
            f" from it, which names the file; those that reading may raise are in DAMAGE ({LOAD})"
        ) from None
    else:
        raise AssertionError(f"no error, although this is no checkpoint; got {found} ({LOAD})")
    for word in (file.name, *words):
        assert word in text, f"the error must say {word!r}, it says: {text} ({LOAD})"


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.99])
def test_a_truncated_file_is_refused(file, share):
    content = file.read_bytes()
    file.write_bytes(content[: int(share * len(content))])
    refused(file, "truncated")


def test_an_altered_array_is_refused(file):
    content = bytearray(file.read_bytes())
    place = content.find(STATE["model"]["0.weight"].tobytes())
    content[place + 5] ^= 1
    file.write_bytes(content)
    refused(file, "damaged", "CRC")


def test_a_text_and_a_single_array_are_refused(tmp_path):
    (tmp_path / "notes.npz").write_text("epoch 3")
    refused(tmp_path / "notes.npz", "another kind of file")
    np.save(tmp_path / "array.npy", np.zeros(3))
    refused(tmp_path / "array.npy", "another kind of file")


def test_an_archive_of_somebody_else_is_refused(tmp_path):
    np.savez(tmp_path / "weights.npz", weight=np.zeros(3))
    refused(tmp_path / "weights.npz", "format", "None")


def test_another_format_is_refused(tmp_path):
    other = np.frombuffer(b"t10-mnist checkpoint 2", np.uint8)
    np.savez(tmp_path / "later.npz", format=other, tree=np.frombuffer(b"{}", np.uint8))
    refused(tmp_path / "later.npz", "checkpoint 2", "expected")


def test_a_missing_array_is_refused(file, tmp_path):
    shorter = tmp_path / "shorter.npz"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(shorter, "w") as new:
        for name in old.namelist():
            if "bias" not in name:
                new.writestr(name, old.read(name))
    refused(shorter, "damaged", "0.bias")


def test_what_grows_when_it_is_read_is_refused(file):
    text, arrays = pack({"model": np.zeros(100_000)})
    arrays |= {name: np.frombuffer(content, np.uint8) for name, content in _texts(text)}
    np.savez_compressed(file, **arrays)
    assert file.stat().st_size < 5000, "800,000 zeros fit into a file of 5 kB"
    refused(file, "compressed", "state/model")


def _texts(tree):
    return ("format", b"t10-mnist checkpoint 1"), ("tree", tree.encode())


def test_a_header_that_promises_too_much_is_refused(tmp_path):
    file = tmp_path / "promise.npz"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in _texts('{"array": "x"}'):
            with archive.open(name + ".npy", "w") as stream:
                np.save(stream, np.frombuffer(content, np.uint8))
        header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000,)}\n"
        start = b"\x93NUMPY\1\0" + len(header).to_bytes(2, "little")
        archive.writestr("x.npy", start + header.encode() + bytes(80))
    refused(file, "damaged")


class Bomb:
    """An object whose unpickling leaves a trace."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return os.mkdir, (str(self.trace),)


def test_pickled_objects_are_refused_and_do_not_run(file, tmp_path):
    arrays = {"format": np.frombuffer(b"t10-mnist checkpoint 1", np.uint8)}
    arrays["tree"] = np.array([Bomb(tmp_path / "trace")], object)
    np.savez(file, **arrays)
    try:
        refused(file, "damaged")
    finally:
        ran = (tmp_path / "trace").exists()
        assert not ran, f"loading ran code that was in the file: allow_pickle=False ({LOAD})"


def test_every_flipped_bit_is_noticed_or_harmless(file):
    content = file.read_bytes()
    for place in RNG.integers(0, len(content), 150):
        altered = bytearray(content)
        altered[place] ^= 1 << int(RNG.integers(8))
        file.write_bytes(altered)
        try:
            found = load_checkpoint(file)
        except CheckpointError:
            continue
        assert_same(found, STATE, f"state after a flip in byte {place}")
