"""CIFAR-10 (Krizhevsky, 2009), binary version: rows of bytes, which can be read without trust."""

import warnings

import numpy as np
from t10_mnist import ArrayDataset, data_folder, require_files
from t10_mnist.idx import opened

from t17_cifar10.archive import BINARIES, TOP, unpack_archive
from t17_cifar10.datasets import ARCHIVE, DATASETS

CIFAR10_CLASSES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
SHAPE = (3, 32, 32)  # channels red, green, blue; rows from above; columns from the left
ROW = 3073  # bytes: a label and the pixels
ROWS = 10_000  # in each of the six files
PICKLED = ("cifar-10-batches-py", "data_batch_1", "cifar-10-python.tar.gz")  # of the Python version


def read_batch(path):  # exercise
    """Return images uint8 (N, 3, 32, 32) and labels int64 (N,) of one file of the binary version.

    Each row has ROW bytes: the label, 0 to 9, then SHAPE's values, the last axis fastest. Raises
    ValueError when no row is there, when the size is no multiple of ROW (naming it) and when a
    label is above 9 (naming it and its row, from 0); `opened` adds the file's name. No more than
    ROWS rows are read: a longer file raises ValueError, too.
    """
    with opened(path) as stream:
        content = stream.read(ROWS * ROW + 1)
        if len(content) > ROWS * ROW:
            raise ValueError(f"holds more than {ROWS:,} rows of {ROW:,} bytes")
        if not content or len(content) % ROW:
            raise ValueError(f"has {len(content):,} bytes, expected a multiple of {ROW:,}")
        rows = np.frombuffer(content, np.uint8).reshape(-1, ROW)
        labels = rows[:, 0].astype(np.int64)
        if labels.max() > 9:
            row = int(np.argmax(labels > 9))
            raise ValueError(f"row {row} has the label {labels[row]}, expected 0 to 9")
    return rows[:, 1:].reshape(-1, *SHAPE).copy(), labels  # (N, 3, 32, 32): rows is read-only


def load_cifar10(folder=None):
    """Return (train, test), ArrayDatasets of images uint8 (N, 3, 32, 32) and labels int64 (N,).

    50,000 and 10,000 of them. The six `.bin` files are looked for in `data_folder(folder)`, in
    "cifar10" and "cifar-10-batches-bin" below; where they are not, the archive is verified and
    unpacked there. Their sizes, labels and the 5,000 training pictures of each class are checked.
    A test file with fewer pictures is taken, with a warning: the accuracy is that of a part.

    Downloads nothing: FileNotFoundError says how to get what is missing.
    """
    place = _unpacked(data_folder(folder)) or _unpack(folder)
    parts = [read_batch(place / name) for name in BINARIES]
    for name, (images, _) in zip(BINARIES[:-1], parts, strict=False):
        if len(images) != ROWS:
            raise ValueError(f"{place / name}: holds {len(images):,} pictures, expected {ROWS:,}")
    images, labels = (np.concatenate(arrays) for arrays in zip(*parts[:-1], strict=True))
    counts = np.bincount(labels, minlength=10)
    if (counts != ROWS // 2).any():
        raise ValueError(f"{place}: {ROWS // 2:,} training pictures of each class, got {counts}")
    if len(parts[-1][0]) < ROWS:
        text = f"{place / BINARIES[-1]}: {len(parts[-1][0]):,} of {ROWS:,} test pictures"
        warnings.warn(f"{text}: what is measured on them is less certain", stacklevel=2)
    return ArrayDataset(images, labels), ArrayDataset(*parts[-1])


def _unpacked(folder):
    """Return the first folder that has all six files; None if there is none."""
    places = (folder / "cifar10", folder / "cifar10" / TOP, folder / TOP, folder)
    return next((p for p in places if all((p / name).is_file() for name in BINARIES)), None)


def _unpack(folder):
    """Unpack the archive; return the folder with its files."""
    try:
        archive = require_files(DATASETS["cifar10"], folder)[ARCHIVE.name]
    except FileNotFoundError as error:
        lines = [str(error), f"or the files that are in it: {', '.join(BINARIES)}"]
        raise FileNotFoundError("\n".join([*lines, *_pickled(data_folder(folder))])) from None
    place = data_folder(folder) / "cifar10" / TOP
    unpack_archive(archive, place)
    return place


def _pickled(folder):
    """Return a line about the Python version of the data, if that is what is there."""
    for name in PICKLED:
        for path in (folder / "cifar10" / name, folder / name):
            if path.exists():
                yield (
                    f"{path} belongs to the Python version, pickles that could run code: take the"
                    f" binary version, or unpack it and use t17_cifar10.convert_pickled"
                )
