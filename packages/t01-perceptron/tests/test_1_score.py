"""A neuron weighs its inputs and says yes or no."""

import numpy as np
from scratchcore.testing import assert_close
from t01_perceptron import decide, score

SCORE = "scratch hint t01 score"
DECIDE = "scratch hint t01 decide"


def test_a_score_is_the_weighted_sum_plus_the_bias():
    X = np.array([[2.0, 3.0]])
    assert_close(
        score(X, np.array([10.0, 100.0]), 1.0),
        np.array([321.0]),
        name="score of the row (2, 3) with weights (10, 100) and bias 1",
        why="2 * 10 + 3 * 100 + 1 = 321: each feature meets its own weight, the bias comes on top",
        where="score in neuron.py",
        hint=SCORE,
    )


def test_every_row_gets_one_score():
    X = np.array(
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 1.0, 1.0], [2.0, 0.0, -1.0]]
    )
    got = score(X, np.array([1.0, 2.0, 4.0]), -3.0)
    assert np.shape(got) == (5,), (
        f"five rows must give one score per row, shape (5,); yours has shape {np.shape(got)}. "
        f"Sum over the features, keep the rows. Next: {SCORE}"
    )
    assert_close(
        got,
        np.array([-2.0, -1.0, 1.0, 4.0, -5.0]),
        name="scores of five rows",
        why="row (2, 0, -1) with weights (1, 2, 4) and bias -3: 2 + 0 - 4 - 3 = -5",
        where="score in neuron.py",
        hint=SCORE,
    )


def test_positive_scores_are_yes_and_negative_ones_no():
    assert_close(
        decide(np.array([0.5, -0.5, 1e-9, -30.0])),
        [1, -1, 1, -1],
        name="decide([0.5, -0.5, 1e-9, -30])",
        why="the two labels of this topic are -1 and +1; only the sign of a score decides",
        where="decide in neuron.py",
        hint=DECIDE,
    )


def test_a_score_of_exactly_zero_is_a_no():
    assert_close(
        decide(np.array([0.0, -0.0, 3.0])),
        [-1, -1, 1],
        name="decide([0, -0, 3])",
        why="a score of exactly 0 still needs one of the two labels, and here it gets -1",
        where="decide in neuron.py",
        hint=DECIDE,
    )
