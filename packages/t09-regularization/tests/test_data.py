"""The shipped measurements are those of the source, and their split is clean."""

import hashlib
from importlib.resources import files

import numpy as np
from t09_regularization.cells import load_cells, split_cells

SHA256 = "0eb5e49696a3462fbeff0c664562ec2b1007f4f7029dc3f48cc5928dc524b7fc"


def test_the_shipped_file_is_unchanged_and_names_source_and_licence():
    folder = files("t09_regularization")
    assert hashlib.sha256((folder / "cells.csv.gz").read_bytes()).hexdigest() == SHA256
    text = (folder / "cells.txt").read_text(encoding="utf-8")
    assert SHA256 in text
    assert "https://doi.org/10.24432/C5DW2B" in text
    assert "Attribution 4.0" in text


def test_the_measurements_are_the_published_ones():
    cells = load_cells()
    assert cells.X.shape == (569, 4)
    assert cells.class_names == ("benign", "malignant")
    assert cells.feature_names == ("texture", "smoothness", "symmetry", "fractal_dimension")
    assert np.bincount(cells.y).tolist() == [357, 212]
    # smallest and largest values as the source's description lists them, to its digits
    assert cells.X.min(axis=0).round(3).tolist() == [9.71, 0.053, 0.106, 0.05]
    assert cells.X.max(axis=0).round(3).tolist() == [39.28, 0.163, 0.304, 0.097]
    assert cells.X[0].tolist() == [10.38, 0.1184, 0.2419, 0.07871]


def test_a_split_uses_every_sample_once_and_scales_by_the_training_part():
    x, y, x_new, y_new = split_cells(rng=np.random.default_rng(3))
    assert x.shape == (100, 4) and y.shape == (100, 2)
    assert x_new.shape == (469, 4) and y_new.shape == (469, 2)
    assert x.dtype == y.dtype == x_new.dtype == y_new.dtype == np.float32
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(x.std(axis=0), 1, rtol=1e-5)
    assert np.concatenate([y, y_new]).sum(axis=0).tolist() == [357, 212]
    cells = load_cells()
    order = np.random.default_rng(3).permutation(569)
    assert y.argmax(axis=1).tolist() == cells.y[order][:100].tolist()
    raw = cells.X[order]
    back = x_new * raw[:100].std(axis=0) + raw[:100].mean(axis=0)
    np.testing.assert_allclose(back, raw[100:], rtol=1e-4, atol=1e-6)
