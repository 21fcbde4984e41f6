"""Learn from a mistake, then from a whole table of rows."""

import numpy as np
from scratchcore.testing import assert_close
from t01_perceptron import nudge, one_pass_loop

NUDGE = "scratch hint t01 nudge"
PASS = "scratch hint t01 one_pass_loop"


def nudged(w, b, x, y):
    w, b = nudge(np.array(w), b, np.array(x), y)
    return np.append(w, b)


def test_a_missed_yes_pulls_the_weights_towards_the_row():
    assert_close(
        nudged([1.0, -2.0], 0.5, [3.0, 4.0], 1.0),
        np.array([4.0, 2.0, 1.5]),
        name="(w, b) after nudge((1, -2), 0.5, (3, 4), +1)",
        why="(1, -2) + (3, 4) = (4, 2); the bias met 1 instead of a feature: 0.5 + 1 = 1.5",
        where="nudge in neuron.py",
        hint=NUDGE,
    )


def test_a_missed_no_pushes_the_weights_away_from_the_row():
    assert_close(
        nudged([1.0, -2.0], 0.5, [3.0, 4.0], -1.0),
        np.array([-2.0, -6.0, -0.5]),
        name="(w, b) after nudge((1, -2), 0.5, (3, 4), -1)",
        why="the label -1 turns the step round: (1, -2) - (3, 4) = (-2, -6), and 0.5 - 1 = -0.5",
        where="nudge in neuron.py",
        hint=NUDGE,
    )


def test_a_nudge_raises_y_times_the_score_by_the_squared_length():
    x = np.array([3.0, 4.0])
    w, b = nudge(np.array([1.0, -2.0]), 0.5, x, -1.0)
    assert_close(
        -(x @ w + b) + (x @ np.array([1.0, -2.0]) + 0.5),
        26.0,
        name="gain of y * score through one nudge at the row (3, 4)",
        why="3 * 3 + 4 * 4 + 1 * 1 = 26: the row, with its 1 for the bias, met itself",
        where="nudge in neuron.py",
        hint=NUDGE,
    )


def test_nudge_leaves_the_weights_it_was_given_alone():
    w = np.array([1.0, -2.0])
    nudge(w, 0.5, np.array([3.0, 4.0]), 1.0)
    assert w.tolist() == [1.0, -2.0], (
        f"the array passed in as w was changed to {w.tolist()}: return new weights (w + ...) "
        f"instead of writing into the caller's array (w += ...). Next: {NUDGE}"
    )


# The table worked through by hand: AND of two inputs, from zero weights.
#   row (0, 0) no:  score  0 -> a tie, mistake: w = (0, 0), b = -1
#   row (0, 1) no:  score -1 -> right
#   row (1, 0) no:  score -1 -> right
#   row (1, 1) yes: score -1 -> mistake:        w = (1, 1), b = 0
AND_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND_Y = np.array([-1.0, -1.0, -1.0, 1.0])


def passed(X, y, w, b):
    w, b, mistakes = one_pass_loop(X, y, w, b)
    return np.append(w, [b, mistakes])


def test_the_first_pass_over_the_and_table():
    assert_close(
        passed(AND_X, AND_Y, np.zeros(2), 0.0),
        np.array([1.0, 1.0, 0.0, 2.0]),
        name="(w, b, mistakes) after one pass over AND from zero weights",
        why="row (0, 0) scores exactly 0, a tie, and a tie is a mistake: b = -1. Then (1, 1) "
        "scores -1 although its label is +1: w = (1, 1), b = 0",
        where="one_pass_loop in naive.py",
        hint=PASS,
    )


def test_the_second_pass_starts_where_the_first_one_ended():
    assert_close(
        passed(AND_X, AND_Y, np.array([1.0, 1.0]), 0.0),
        np.array([2.0, 1.0, -1.0, 3.0]),
        name="(w, b, mistakes) after a pass over AND from w = (1, 1), b = 0",
        why="mistakes at (0, 0): b = -1, at (0, 1) with score 0: w = (1, 0), b = -2, and at "
        "(1, 1) with score -1: w = (2, 1), b = -1. Each row meets what the row before left",
        where="one_pass_loop in naive.py",
        hint=PASS,
    )


def test_rows_that_are_right_change_nothing():
    assert_close(
        passed(AND_X, AND_Y, np.array([2.0, 1.0]), -2.5),
        np.array([2.0, 1.0, -2.5, 0.0]),
        name="(w, b, mistakes) after a pass over AND from w = (2, 1), b = -2.5",
        why="2 * x1 + x2 - 2.5 is above 0 for (1, 1) alone: every row is right, so nothing moves",
        where="one_pass_loop in naive.py",
        hint=PASS,
    )


def test_a_pass_leaves_the_weights_it_was_given_alone():
    w = np.zeros(2)
    one_pass_loop(AND_X, AND_Y, w, 0.0)
    assert w.tolist() == [0.0, 0.0], (
        f"the array passed in as w was changed to {w.tolist()}: a pass returns new weights. "
        f"Next: {PASS}"
    )
