"""Metrics: how many are right, and what is taken for what"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t10_mnist import accuracy, class_report, confusion_matrix, report_table

ACCURACY = "scratch hint t10 accuracy"
CONFUSION = "scratch hint t10 confusion_matrix"
SCORES = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 3.0], [5.0, 4.0, 4.5], [-3.0, -1.0, -2.0]])


def test_accuracy_is_the_share_of_rows_whose_highest_score_is_at_the_target():
    assert_close(
        accuracy(SCORES, np.array([0, 2, 2, 1])),
        0.75,
        name="accuracy",
        why="the highest scores are at 0, 2, 0, 1; the third row should have been 2",
        hint=ACCURACY,
    )


def test_accuracy_is_a_python_float():
    got = accuracy(SCORES.astype(np.float32), np.array([0, 2, 0, 1]))
    assert type(got) is float, (
        f"accuracy must be a Python float, which a log or a JSON file can hold, got {type(got)}"
    )
    assert_close(got, 1.0, name="accuracy", why="every row is right", hint=ACCURACY)


def test_accuracy_takes_tensors():
    got = accuracy(tensor(SCORES, requires_grad=True), np.array([0, 0, 0, 1]))
    assert_close(got, 0.75, name="accuracy of a tensor", hint=ACCURACY)


def test_accuracy_of_soft_targets_looks_at_their_highest_probability():
    target = np.array([[0.6, 0.4, 0.0], [0.1, 0.2, 0.7], [0.0, 0.9, 0.1], [0.2, 0.5, 0.3]])
    assert_close(
        accuracy(SCORES, target),
        0.75,
        name="accuracy for (N, C) probabilities",
        why="mixed labels count as the class that has most of them: 0, 2, 1, 1",
        hint=ACCURACY,
    )


def test_a_row_with_a_nan_is_wrong():
    scores = SCORES.copy()
    scores[1, 2] = np.nan
    assert_close(
        accuracy(scores, np.array([0, 2, 0, 1])),
        0.75,
        name="accuracy with a NaN in row 1",
        why="argmax returns the place of a NaN, here the target's: a network that has diverged"
        " would still be right now and then",
        hint=ACCURACY,
    )


@pytest.mark.parametrize(
    ("scores", "target"),
    [
        (SCORES, np.array([0, 2, 0])),
        (SCORES[:0], np.array([], int)),
        (SCORES, np.array(1)),
        (SCORES, np.array([[0], [2], [0], [1]])),
        (SCORES, np.eye(4)),
    ],
)
def test_accuracy_refuses_no_rows_and_targets_of_another_shape(scores, target):
    with pytest.raises(ValueError, match="target"):
        accuracy(scores, target)


def test_the_confusion_matrix_counts_pairs_with_the_target_as_row():
    got = confusion_matrix(np.array([0, 2, 2, 1, 2]), np.array([0, 1, 2, 1, 1]), 3)
    assert_close(
        got,
        [[1, 0, 0], [0, 1, 2], [0, 0, 1]],
        name="confusion matrix",
        why="row: what it is, column: what it was taken for; class 1 was twice taken for 2",
        hint=CONFUSION,
    )


def test_every_pair_counts_however_often_it_comes():
    rng = np.random.default_rng(3)
    target, predicted = rng.integers(0, 4, (2, 500))
    expected = np.zeros((4, 4), int)
    for t, p in zip(target, predicted, strict=True):
        expected[t, p] += 1
    assert_close(
        confusion_matrix(predicted, target),
        expected,
        name="confusion matrix of 500 samples",
        why="repeated pairs add up: matrix[target, predicted] += 1 writes each pair once",
        hint=CONFUSION,
    )


def test_the_number_of_classes_comes_from_the_largest_number_unless_given():
    got = confusion_matrix(np.array([0, 1]), np.array([0, 3]))
    assert got.shape == (4, 4), f"class 3 occurs, so there are 4 classes, got shape {got.shape}"
    got = confusion_matrix(np.array([0, 1], np.uint8), np.array([0, 0], np.uint8), 20)
    assert_close(
        got[0, :3],
        [1, 1, 0],
        name="first row for 20 classes",
        why="with uint8 class numbers target * 20 would overflow at 256 from class 13 on",
        hint=CONFUSION,
    )
    assert got.shape == (20, 20), f"classes=20 was given, got shape {got.shape}"


def test_no_samples_and_one_class_are_counted_too():
    nothing = np.array([], int)
    assert confusion_matrix(nothing, nothing).shape == (0, 0), "no samples, no classes: (0, 0)"
    got = confusion_matrix(np.zeros(3, int), np.zeros(3, int))
    assert_close(got, [[3]], name="confusion matrix of one class", hint=CONFUSION)


def test_small_integer_types_do_not_overflow():
    got = confusion_matrix(np.array([19], np.uint8), np.array([18], np.uint8), 20)
    assert got.shape == (20, 20) and got[18, 19] == 1, (
        "18 * 20 + 19 = 379 does not fit into uint8: widen the class numbers before the product"
    )


@pytest.mark.parametrize(
    ("predicted", "target", "classes", "word"),
    [
        ([0, 1], [0, 1, 2], 3, "entries"),
        ([0, -1], [0, 1], 2, "predicted"),
        ([0.0, 1.0], [0, 1], 2, "predicted"),
        ([0.0], [0], 2, "predicted"),
        ([[0, 1]], [[0, 1]], 2, "predicted"),
        ([0, 1], [0, 2], 2, "classes"),
        ([5, 1], [0, 1], 3, "classes"),
    ],
)
def test_the_confusion_matrix_refuses_what_is_no_class(predicted, target, classes, word):
    with pytest.raises(ValueError, match=word):
        confusion_matrix(np.array(predicted), np.array(target), classes)


def test_the_report_of_each_class_follows_from_the_matrix():
    matrix = confusion_matrix(np.array([0, 2, 2, 1, 2]), np.array([0, 1, 2, 1, 1]), 4)
    report = class_report(matrix)
    nan = float("nan")
    assert_close(report["precision"], [1, 1, 1 / 3, nan], name="precision", hint=CONFUSION)
    assert_close(report["recall"], [1, 1 / 3, 1, nan], name="recall", hint=CONFUSION)
    assert_close(report["f1"], [1, 0.5, 0.5, nan], name="f1", hint=CONFUSION)
    assert_close(report["support"], [1, 3, 1, 0], name="support", hint=CONFUSION)
    lines = report_table(report, ["zero", "one", "two", "three"]).splitlines()
    assert lines[0] == "class precision  recall      f1  support"
    assert lines[2].split() == ["one", "1.0000", "0.3333", "0.5000", "3"]
    assert lines[-1].split() == ["mean", "0.7778", "0.7778", "0.6667", "5"]
