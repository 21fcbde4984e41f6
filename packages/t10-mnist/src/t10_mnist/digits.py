"""The embedded digits: 1,797 real ones, 8 by 8 pixels (source and licence: digits.txt)."""

from pathlib import Path

import numpy as np

from t10_mnist.dataset import ArrayDataset
from t10_mnist.idx import read_idx

DIGITS = Path(__file__).with_name("digits.idx.gz")


def load_digits():
    """Return (train, test), ArrayDatasets of images uint8 (N, 8, 8) from 0 to 16 and labels int64.

    They lie in the order in which 13 people wrote them. The last fifth is the test set: people who
    wrote nothing in the training set.
    """
    rows = read_idx(DIGITS)  # (1797, 65): the pixels, then the label
    images = np.ascontiguousarray(rows[:, :64]).reshape(-1, 8, 8)
    return ArrayDataset(images, rows[:, 64].astype(np.int64)).split(0.8)
