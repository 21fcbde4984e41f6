"""Real flowers and made-up points to learn from."""

import csv
from importlib.resources import files
from typing import NamedTuple

import numpy as np


class Iris(NamedTuple):
    """150 flowers: X (150, 4) in centimetres, y (150,) the index into class_names."""

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]


def load_iris():
    """Return Fisher's iris flowers (Annals of Eugenics 7, 1936), 50 of each of three species.

    The numbers are those of the paper, of R and of scikit-learn, whose file was converted. The
    copy of the UCI repository differs in two flowers: the 35th has 0.1 there where Fisher
    printed a petal width of 0.2, and the 38th 3.1 and 1.5 for a sepal width of 3.6 and a petal
    length of 1.4.
    """
    text = (files("t01_perceptron") / "iris.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    X = np.array([row[:-1] for row in rows], dtype=np.float64)
    class_names, y = np.unique([row[-1] for row in rows], return_inverse=True)
    return Iris(X, y, tuple(header[:-1]), tuple(class_names.tolist()))


def xor_table():
    """Return the four corners of a square, (4, 2), and +1 where exactly one input is 1."""
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, np.array([-1.0, 1.0, 1.0, -1.0])


def make_separable(rows, features, *, margin, rng):
    """Return random X (rows, features), y, and a boundary w, b with at least that margin.

    Rows too close to the boundary are pushed away from it along w until y * score is `margin`
    times the length of (w, b).
    """
    if margin < 0:
        raise ValueError(f"margin must not be negative; got {margin}")
    w = rng.standard_normal(features)
    w /= np.linalg.norm(w)
    b = float(rng.uniform(-0.5, 0.5))
    X = rng.standard_normal((rows, features))
    scores = X @ w + b
    y = np.where(scores > 0, 1.0, -1.0)
    missing = np.maximum(margin * np.hypot(1, b) - y * scores, 0)  # (rows,)
    return X + (y * missing)[:, None] * w, y, w, b


def standardize(train, other):
    """Shift and scale the columns of both by the mean and standard deviation of `train`.

    A column that never varies in `train` is only shifted.
    """
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    return (train - mean) / spread, (other - mean) / spread
