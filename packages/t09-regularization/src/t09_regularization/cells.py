"""Real measurements, few and noisy: what a network learns by heart (source, licence: cells.txt)."""

import csv
import gzip
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from t01_perceptron import standardize


class Cells(NamedTuple):
    """569 samples of tissue: X (569, 4) of measurements, y (569,) the index into class_names."""

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]


def load_cells():
    """Return measurements of cell nuclei and the diagnoses: 357 benign (0), 212 malignant (1).

    Of the 30 measurements of the source these are four that say nothing of the nuclei's size. The
    others give the diagnosis away, and nothing is left to regularise; with these, a network is
    right in about four of five cases.
    """
    packed = (files("t09_regularization") / "cells.csv.gz").read_bytes()
    header, *rows = csv.reader(gzip.decompress(packed).decode("utf-8").splitlines())
    X = np.array([row[:-1] for row in rows], dtype=np.float64)
    class_names, y = np.unique([row[-1] for row in rows], return_inverse=True)
    return Cells(X, y, tuple(header[:-1]), tuple(class_names.tolist()))


def split_cells(train=100, *, rng):
    """Return x (train, 4), y (train, 2), and the same of all other samples, in random order.

    x is float32, standardised by the training samples; y float32 probabilities, one column per
    class.
    """
    cells = load_cells()
    order = rng.permutation(len(cells.y))
    X, y = cells.X[order], np.eye(2, dtype=np.float32)[cells.y[order]]
    x, others = standardize(X[:train], X[train:])
    return x.astype(np.float32), y[:train], others.astype(np.float32), y[train:]
