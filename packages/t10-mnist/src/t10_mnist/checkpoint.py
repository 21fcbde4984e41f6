"""Checkpoints: the state of a training run in one `.npz` file that is whole or not there at all."""

import zipfile
import zlib

import numpy as np

from t10_mnist.idx import replacing
from t10_mnist.tree import pack, unpack

FORMAT = "t10-mnist checkpoint 1"
DAMAGE = (OSError, EOFError, ValueError, TypeError, LookupError, MemoryError)
DAMAGE += (RuntimeError, zipfile.BadZipFile, zlib.error)  # the first for what looks encrypted


class CheckpointError(Exception):
    """A file is no usable checkpoint; the message names the file and the reason."""

    def __init__(self, file, reason):
        super().__init__(f"{file}: {reason}")
        self.file, self.reason = file, reason


def save_checkpoint(file, state):  # exercise
    """Write `state` (anything that `pack` takes) to `file`; no reader ever sees a part of it.

    `pack(state)` gives a text and arrays. The archive holds the arrays under their names and two
    more, bytes as uint8: "tree", the text in UTF-8, and "format", FORMAT. Nothing is compressed:
    weights hardly shrink, and a reader knows from a file's size how much comes out of it. It takes
    the place of `file` when it is complete (`replacing`): after an error or a kill the old file is
    as it was.
    """
    text, arrays = pack(state)
    with replacing(file) as stream:
        np.savez(stream, format=_bytes(FORMAT), tree=_bytes(text), **arrays)


def load_checkpoint(file):  # exercise
    """Return the state that `save_checkpoint` wrote to `file`; nothing in the file can run code.

    Raises FileNotFoundError when there is no file, and CheckpointError for anything but a whole
    checkpoint. Its reason says that the file is "truncated, or another kind of file" (no zip
    archive), names the "format" found and the one expected, calls an array that would grow when it
    is read "compressed" (`grows`), or begins with "damaged" and the error that reading it raised
    (one of DAMAGE): an altered byte, a missing array, a pickled object.
    """
    with open(file, "rb") as stream:
        if not zipfile.is_zipfile(stream):
            raise CheckpointError(file, "not a whole .npz: truncated, or another kind of file")
        stream.seek(0)
        try:
            with np.load(stream, allow_pickle=False) as archive:
                if name := grows(archive.zip):
                    raise CheckpointError(file, f"{name} is compressed, and may be a zip bomb")
                found = _text(archive["format"]) if "format" in archive else None
                if found != FORMAT:
                    raise CheckpointError(file, f"its format is {found!r}, expected {FORMAT!r}")
                arrays = {name: archive[name] for name in archive.files}
            return unpack(_text(arrays["tree"]), arrays)
        except DAMAGE as error:
            raise CheckpointError(file, f"damaged: {type(error).__name__}: {error}") from error


def grows(archive):
    """Return the name of the first member of a ZipFile that is larger than its place in the file.

    A zip bomb of 50 kB unpacks to gigabytes; None means that nothing is larger than it looks.
    """
    members = archive.infolist()
    return next((m.filename for m in members if m.file_size > m.compress_size), None)


def _bytes(text):
    return np.frombuffer(text.encode(), np.uint8)


def _text(array):
    return array.tobytes().decode()
