"""Refuse labels that would stop the learning without a word."""

import re

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t01_perceptron import check_labels

HINT = "scratch hint t01 check_labels"


def complaint(y, rows):
    """Return the text of the ValueError that check_labels raises."""
    try:
        got = check_labels(y, rows)
    except ValueError as error:
        return str(error)
    pytest.fail(
        f"check_labels({y!r}, {rows}) returned {got!r}, expected a ValueError: "
        f"such labels stop the learning silently or hide a mix-up. Next: {HINT}"
    )


def test_good_labels_come_back_as_floats():
    assert_close(
        check_labels([1, -1, -1], 3),
        np.array([1.0, -1.0, -1.0]),
        name="check_labels([1, -1, -1], rows=3)",
        why="good labels come back as a float64 array, ready to multiply with",
        where="check_labels in checks.py",
        hint=HINT,
    )


def test_good_labels_keep_one_axis():
    assert check_labels(np.array([1, 1, -1, 1, -1]), 5).shape == (5,), "five rows, five labels"


def test_labels_of_a_single_class_are_allowed():
    assert_close(
        check_labels([-1, -1], 2),
        np.array([-1.0, -1.0]),
        name="check_labels([-1, -1], rows=2)",
        why="one class alone is dull, but the perceptron handles it: nothing is wrong with y",
        where="check_labels in checks.py",
        hint=HINT,
    )


@pytest.mark.parametrize(
    ("y", "shown"),
    [
        pytest.param([0, 1, 1, 0], "0", id="zero and one"),
        pytest.param([1, 2, 1, 2], "2", id="one and two"),
        pytest.param([-1, 1, 0.5, 1], "0.5", id="between"),
        pytest.param([-1, 1, float("nan"), 1], "nan", id="nan"),
        pytest.param([False, True, True, False], "False", id="bools"),
        pytest.param(["yes", "no", "no", "yes"], "yes", id="strings"),
    ],
)
def test_a_strange_label_is_refused_and_shown(y, shown):
    text = complaint(y, 4)
    assert re.search(r"\by\b", text), (
        f"the message must name the argument, y, so that the caller knows what to mend; "
        f"it says: {text!r}. Next: {HINT}"
    )
    assert shown in text, (
        f"the message must show the strange label {shown}; it says: {text!r}. Next: {HINT}"
    )
    assert "-1" in text and re.search(r"\+1|\b1\b", text), (
        f"the message must say which labels were expected, -1 and +1; it says: {text!r}. "
        f"Next: {HINT}"
    )


@pytest.mark.parametrize(
    ("y", "rows", "shape"),
    [
        pytest.param([1, -1], 3, "(2,)", id="too few"),
        pytest.param([1, -1, 1], 2, "(3,)", id="too many"),
        pytest.param([[1], [-1]], 2, "(2, 1)", id="a column"),
        pytest.param(1, 1, "()", id="a lone number"),
    ],
)
def test_a_wrong_shape_is_refused_and_shown(y, rows, shape):
    text = complaint(np.array(y), rows)
    assert re.search(r"\by\b", text) and shape in text, (
        f"the message must name y and show its shape {shape}; it says: {text!r}. Next: {HINT}"
    )


def test_the_array_passed_in_is_not_changed():
    y = np.array([1, -1])
    check_labels(y, 2)[0] = 5.0
    assert y.tolist() == [1, -1], "check_labels must return its own array, not the caller's"
