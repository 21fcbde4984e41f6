"""MNIST and Fashion-MNIST: where their files are, and how they become datasets."""

import numpy as np

from t10_mnist.dataset import ArrayDataset
from t10_mnist.fetch import DataSource, RemoteFile, require_files
from t10_mnist.idx import read_idx

# Sizes and SHA-256 of the gzip files: github.com/tensorflow/datasets, url_checksums; those of what
# is inside MNIST's were computed.
MNIST_MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
MNIST = {
    "train-images-idx3-ubyte.gz": (
        (9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (47040016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    ),
    "train-labels-idx1-ubyte.gz": (
        (28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (60008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    ),
    "t10k-images-idx3-ubyte.gz": (
        (1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (7840016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    ),
    "t10k-labels-idx1-ubyte.gz": (
        (4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        (10008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ),
}
FASHION_MIRRORS = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
    "b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/",
    "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
)
# No list that could be checked names the SHA-256 of the unpacked files: only the packed are known.
FASHION = {
    "train-images-idx3-ubyte.gz": (
        (26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        None,
    ),
    "train-labels-idx1-ubyte.gz": (
        (29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        None,
    ),
    "t10k-images-idx3-ubyte.gz": (
        (4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        None,
    ),
    "t10k-labels-idx1-ubyte.gz": (
        (5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        None,
    ),
}


def _files(listed, mirrors):
    return tuple(
        RemoteFile(name, *packed, tuple(mirror + name for mirror in mirrors), unpacked)
        for name, (packed, unpacked) in listed.items()
    )


DATASETS = {
    "mnist": DataSource(
        "mnist",
        "MNIST: 70,000 handwritten digits, 28 x 28",
        "http://yann.lecun.com/exdb/mnist/",
        "CC BY-SA 3.0, Yann LeCun and Corinna Cortes",
        _files(MNIST, MNIST_MIRRORS),
    ),
    "fashion-mnist": DataSource(
        "fashion-mnist",
        "Fashion-MNIST: 70,000 articles of clothing, 28 x 28",
        "https://github.com/zalandoresearch/fashion-mnist",
        "MIT, Zalando SE",
        _files(FASHION, FASHION_MIRRORS),
    ),
}


def load_mnist(folder=None):
    """Return (train, test), ArrayDatasets of images uint8 (N, 28, 28) and labels int64 (N,).

    60,000 and 10,000 of them, from the files in `data_folder(folder)`, which are verified first.
    Downloads nothing: FileNotFoundError says how to get what is missing.
    """
    return _load(DATASETS["mnist"], folder)


def load_fashion_mnist(folder=None):
    """Return (train, test) like `load_mnist`; the ten classes are articles of clothing."""
    return _load(DATASETS["fashion-mnist"], folder)


def _load(source, folder):
    paths = require_files(source, folder)
    return tuple(
        load_pair(paths[f"{part}-images-idx3-ubyte.gz"], paths[f"{part}-labels-idx1-ubyte.gz"])
        for part in ("train", "t10k")
    )


def load_pair(images, labels):
    """Return the ArrayDataset of two IDX files: images (N, H, W), labels (N,) int64.

    Raises ValueError naming the files when they are swapped or do not belong together.
    """
    x, y = read_idx(images), read_idx(labels)
    if (x.ndim, y.ndim) == (1, 3):
        raise ValueError(f"{images} holds labels and {labels} images: they are swapped")
    if (x.ndim, y.ndim) != (3, 1):
        raise ValueError(
            f"expected images (N, H, W) and labels (N,),"
            f" got {x.shape} in {images} and {y.shape} in {labels}"
        )
    if len(x) != len(y):
        raise ValueError(f"{images} holds {len(x)} images, {labels} {len(y)} labels")
    return ArrayDataset(x, y.astype(np.int64))
