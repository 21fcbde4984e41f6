"""Prove that it stops: the margin and Novikoff's bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scratchcore.testing import assert_close
from t01_perceptron import Perceptron, load_iris, make_separable, margin, novikoff_bound, xor_table

MARGIN = "scratch hint t01 margin"
BOUND = "scratch hint t01 novikoff_bound"
X = np.array([[4.0, 0.0], [0.0, 3.0], [-2.0, -2.0], [1.0, -3.0]])
Y = np.array([1, 1, -1, -1])
W, B = np.array([2.0, 2.0]), -1.0


def test_the_margin_of_four_points():
    assert_close(
        margin(X, Y, W, B),
        5.0 / 3.0,
        name="margin of w = (2, 2), b = -1 on four rows",
        why="y * score is 7, 5, 9, 5, the smallest 5; (2, 2, -1) is sqrt(4 + 4 + 1) = 3 long",
        where="margin in novikoff.py",
        hint=MARGIN,
    )


def test_a_row_on_the_wrong_side_makes_the_margin_negative():
    assert_close(
        margin(X, np.array([1, 1, 1, -1]), W, B),
        -3.0,
        name="margin when the row (-2, -2) is called +1",
        why="its y * score is -9: the wrong side counts as negative, and the smallest one rules",
        where="margin in novikoff.py",
        hint=MARGIN,
    )


def test_the_margin_does_not_depend_on_the_length_of_the_weights():
    assert_close(
        margin(X, Y, 50 * W, 50 * B),
        5.0 / 3.0,
        name="margin of the same boundary with all numbers 50 times as large",
        why="w = (100, 100), b = -50 draws the same boundary, so the distance stays the same",
        where="margin in novikoff.py",
        hint=MARGIN,
    )


def test_weights_that_draw_no_boundary_have_no_margin():
    with pytest.raises(ValueError, match=r"\bw\b.*\bb\b.*zero"):
        margin(X, Y, np.zeros(2), 0.0)
    assert_close(
        margin(X, np.ones(4), np.zeros(2), 2.0),
        1.0,
        name="margin of w = (0, 0), b = 2 on four rows of class +1",
        why="the bias alone draws a boundary too: every score is 2, and (0, 0, 2) is 2 long",
        where="margin in novikoff.py",
        hint=MARGIN,
    )


def test_zero_and_one_as_labels_are_refused_by_margin():
    with pytest.raises(ValueError, match=r"\by\b.*0"):
        margin(X, [1, 1, 0, 0], W, B)


def test_the_bound_of_four_points():
    assert_close(
        novikoff_bound(X, Y, W, B),
        6.12,
        name="Novikoff's bound of w = (2, 2), b = -1 on four rows",
        why="the longest row (4, 0, 1) has squared length 17, gamma is 5 / 3: 17 / (25 / 9) = 6.12",
        where="novikoff_bound in novikoff.py",
        hint=BOUND,
    )


def test_there_is_no_bound_where_the_boundary_does_not_separate():
    assert novikoff_bound(X, np.array([1, 1, 1, -1]), W, B) == np.inf, (
        f"a negative margin bounds nothing: return infinity. Next: {BOUND}"
    )
    assert novikoff_bound([[1.0], [0.0]], [1, -1], np.array([1.0]), 0.0) == np.inf, (
        f"a row exactly on the boundary has margin 0, which bounds nothing. Next: {BOUND}"
    )


@settings(max_examples=80, deadline=None)
@given(
    rows=st.integers(1, 60),
    features=st.integers(1, 6),
    gap=st.floats(0.02, 1.0),
    seed=st.integers(0, 10**6),
)
def test_the_mistakes_on_separable_rows_stay_within_the_bound(rows, features, gap, seed):
    rng = np.random.default_rng(seed)
    X, y, w, b = make_separable(rows, features, margin=gap, rng=rng)
    bound = novikoff_bound(X, y, w, b)
    neuron = Perceptron(max_epochs=int(bound) + 2).fit(X, y, rng=rng)
    assert neuron.converged, f"{rows} separable rows (seed {seed}) were not learnt"
    assert sum(neuron.mistakes) <= bound, (
        f"{sum(neuron.mistakes)} mistakes, but the bound is {bound:.3g} "
        f"({rows} rows, {features} features, gap {gap}, seed {seed})"
    )
    assert margin(X, y, neuron.weight, neuron.bias) > 0, "the learnt boundary must separate"


def test_setosa_is_learnt_within_the_bound_that_the_learnt_weights_give():
    iris = load_iris()
    y = np.where(iris.y == 0, 1, -1)
    neuron = Perceptron().fit(iris.X, y)
    assert sum(neuron.mistakes) <= novikoff_bound(iris.X, y, neuron.weight, neuron.bias)


def test_no_weights_have_a_positive_margin_on_xor():
    X, y = xor_table()
    rng = np.random.default_rng(0)
    best = max(margin(X, y, rng.standard_normal(2), rng.standard_normal()) for _ in range(500))
    assert best <= 0, f"some weights reached the margin {best} on XOR: the sign must be lost"
