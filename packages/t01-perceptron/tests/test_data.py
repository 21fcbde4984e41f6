"""The shipped flowers are Fisher's, and the made-up points are what they claim to be."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from t01_perceptron import load_iris, make_separable, margin, standardize, xor_table

SHA256 = "9cc1c345c71bcc9b486b74cbf6063fa66f4bb5e0f603a4b3c3471ec2e5e8e355"


def test_the_shipped_file_is_unchanged():
    text = (files("t01_perceptron") / "iris.csv").read_text(encoding="utf-8")  # \n on any system
    assert hashlib.sha256(text.encode()).hexdigest() == SHA256


def test_iris_has_fifty_flowers_of_each_species():
    iris = load_iris()
    assert iris.X.shape == (150, 4) and iris.X.dtype == np.float64
    assert np.bincount(iris.y).tolist() == [50, 50, 50]
    assert np.flatnonzero(np.diff(iris.y)).tolist() == [49, 99]
    assert iris.class_names == ("setosa", "versicolor", "virginica")
    assert iris.feature_names == ("sepal_length", "sepal_width", "petal_length", "petal_width")


def test_the_two_flowers_that_differ_in_the_uci_copy_are_as_fisher_printed_them():
    iris = load_iris()
    assert iris.X[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert iris.X[37].tolist() == [4.9, 3.6, 1.4, 0.1]
    assert iris.X.sum(axis=0).round(6).tolist() == [876.5, 458.6, 563.7, 179.9]


def test_each_call_returns_arrays_of_its_own():
    load_iris().X[:] = 0
    assert load_iris().X.all()


def test_xor_says_yes_where_exactly_one_input_is_one():
    X, y = xor_table()
    assert y.tolist() == [1.0 if a != b else -1.0 for a, b in X.tolist()]
    assert {tuple(row) for row in X.tolist()} == {(0, 0), (0, 1), (1, 0), (1, 1)}


@settings(max_examples=60, deadline=None)
@given(
    rows=st.integers(1, 50),
    features=st.integers(1, 8),
    gap=st.floats(1e-3, 3.0),
    seed=st.integers(0, 10**6),
)
def test_separable_points_keep_the_margin_they_promise(rows, features, gap, seed):
    X, y, w, b = make_separable(rows, features, margin=gap, rng=np.random.default_rng(seed))
    assert X.shape == (rows, features) and y.shape == (rows,) and w.shape == (features,)
    assert margin(X, y, w, b) >= gap * (1 - 1e-9)


def test_separable_points_come_from_the_generator_given():
    first, again = (make_separable(9, 2, margin=0.1, rng=np.random.default_rng(5)) for _ in "ab")
    other = make_separable(9, 2, margin=0.1, rng=np.random.default_rng(6))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_points_far_from_the_boundary_are_not_moved():
    wide = make_separable(200, 3, margin=0.5, rng=np.random.default_rng(0))
    free = make_separable(200, 3, margin=0.0, rng=np.random.default_rng(0))
    moved = np.any(wide[0] != free[0], axis=1)
    scores = wide[1] * (free[0] @ free[2] + free[3])
    assert np.array_equal(moved, scores < 0.5 * np.hypot(1, free[3]))
    assert np.array_equal(wide[1], np.sign(free[0] @ free[2] + free[3]))


def test_points_close_to_the_boundary_are_pushed_just_far_enough_along_w():
    X, y, w, b = make_separable(200, 3, margin=0.5, rng=np.random.default_rng(0))
    free = make_separable(200, 3, margin=0.0, rng=np.random.default_rng(0))[0]
    steps = X - free
    np.testing.assert_allclose(np.outer(steps @ w, w), steps, atol=1e-12)
    assert abs(margin(X, y, w, b) - 0.5) < 1e-12


def test_the_boundary_passes_near_the_origin_on_either_side():
    offsets = [
        make_separable(1, 2, margin=0, rng=np.random.default_rng(seed))[3] for seed in range(60)
    ]
    assert -0.5 <= min(offsets) < -0.3 and 0.3 < max(offsets) <= 0.5


def test_a_negative_margin_is_refused():
    with pytest.raises(ValueError, match=r"margin must not be negative; got -1"):
        make_separable(3, 2, margin=-1, rng=np.random.default_rng(0))


def test_standardize_uses_the_training_rows_only():
    train, other = standardize(np.array([[1.0, 7.0], [3.0, 7.0]]), np.array([[4.0, 9.0]]))
    assert train.tolist() == [[-1.0, 0.0], [1.0, 0.0]]
    assert other.tolist() == [[2.0, 2.0]]
