"""Three kinds of flowers: one set of weights for each class."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t01_perceptron import (
    MultiClassPerceptron,
    Perceptron,
    load_iris,
    make_separable,
    multiclass_pass,
)

PASS = "scratch hint t01 multiclass_pass"
FIT = "scratch hint t01 MultiClassPerceptron.fit"
WHERE = "multiclass_pass in multiclass.py"
A = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [-1.0, -1.0, 1.0]])
OWN = np.array([0, 1, 2])


def plain_pass(A, own, W):
    """Count with Python numbers only: no array arithmetic that could share a slip."""
    W, mistakes = W.tolist(), 0
    for row, mine in zip(A.tolist(), own.tolist(), strict=True):
        scores = [sum(a * w for a, w in zip(row, weights, strict=True)) for weights in W]
        rival = max((k for k in range(len(W)) if k != mine), key=lambda k: (scores[k], -k))
        if scores[mine] <= scores[rival]:
            W[mine] = [w + a for w, a in zip(W[mine], row, strict=True)]
            W[rival] = [w - a for w, a in zip(W[rival], row, strict=True)]
            mistakes += 1
    return W, mistakes


def whole_numbers(rows, features, classes, seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(-9, 10, (rows, features)).astype(float)
    return np.column_stack([X, np.ones(rows)]), rng.integers(0, classes, rows)


def test_a_pass_over_three_rows_of_three_classes():
    W, mistakes = multiclass_pass(A, OWN, np.zeros((3, 3)))
    assert W.shape == (3, 3), f"W must stay (classes, features + 1) = (3, 3); got {W.shape}"
    assert_close(
        W,
        np.array([[2.0, 0.0, -1.0], [-1.0, 1.0, 0.0], [-1.0, -1.0, 1.0]]),
        name="W after one pass over three rows from zero",
        why="row 0 ties, its rival is class 1, the first of equals: W0 = (1, 0, 1), W1 = "
        "(-1, 0, -1). Row 1 scores -1, its rival 0 scores 1. Row 2 ties again, its rival is 0. "
        "Only the own class and the rival move",
        where=WHERE,
        hint=PASS,
    )
    assert mistakes == 3, f"all three rows were mistakes; yours counted {mistakes}. Next: {PASS}"


def test_a_row_is_no_rival_of_itself():
    W = np.array([[0.0, 0.0, -1.0], [0.0, 0.0, -5.0], [0.0, 0.0, -3.0]])
    after, mistakes = multiclass_pass(A[:1], OWN[:1], W)
    assert mistakes == 0, (
        "the own class scores -1, the others -5 and -3: that is right. The rival is the best of "
        f"the others, even where all scores are negative; yours counted {mistakes}. Next: {PASS}"
    )
    assert after.tolist() == W.tolist(), "a row that is right changes nothing"


def test_the_rival_is_the_best_of_the_others_not_the_answer():
    W = np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 1.0], [0.0, 0.0, 2.0]])
    assert_close(
        multiclass_pass(A[:1], OWN[:1], W)[0],
        np.array([[1.0, 0.0, 3.0], [0.0, 0.0, 1.0], [-1.0, 0.0, 1.0]]),
        name="W after a row whose own class ties with class 2",
        why="own class 0 and class 2 both score 2: not strictly more, so a mistake, and the best "
        "of the others, class 2, loses the row",
        where=WHERE,
        hint=PASS,
    )


def test_the_weights_passed_in_stay_as_they_were():
    W = np.zeros((3, 3))
    multiclass_pass(A, OWN, W)
    assert not W.any(), f"the W passed in was changed: work on a copy. Next: {PASS}"


@pytest.mark.parametrize(("rows", "classes"), [(7, 3), (300, 5), (701, 4)])
def test_many_rows_give_what_row_after_row_gives(rows, classes):
    rows_, own = whole_numbers(rows, 3, classes, seed=rows)
    for start in (np.zeros((classes, 4)), np.arange(4.0 * classes).reshape(classes, 4)):
        W, mistakes = multiclass_pass(rows_, own, start)
        expected, count = plain_pass(rows_, own, start)
        assert_close(
            W,
            np.array(expected),
            name=f"W after {rows} rows of {classes} classes",
            why="each row meets what the row before left, as in the loop of the test",
            where=WHERE,
            hint=PASS,
        )
        assert mistakes == count, f"counted {mistakes} mistakes, the loop {count}"


def test_rare_mistakes_among_many_right_rows_are_found():
    rows = np.column_stack([np.ones(1000), np.ones(1000)])
    own = np.zeros(1000, dtype=int)
    own[[127, 128, 500, 999]] = 1
    W = np.array([[50.0, 0.0], [0.0, 0.0]])
    after, mistakes = multiclass_pass(rows, own, W)
    expected, count = plain_pass(rows, own, W)
    assert (after.tolist(), mistakes) == (expected, count)
    assert mistakes == 4, f"four of 1000 rows are mistakes; yours counted {mistakes}"


def test_two_classes_move_as_the_perceptron_does():
    X, y, *_ = make_separable(60, 2, margin=0.1, rng=np.random.default_rng(4))
    two = MultiClassPerceptron().fit(X, y)
    one = Perceptron().fit(X, y)
    assert two.mistakes == one.mistakes, (
        f"with two classes the same rows are mistakes: {two.mistakes} against {one.mistakes}"
    )
    assert_close(
        np.append(two.weight[1] - two.weight[0], two.bias[1] - two.bias[0]),
        2 * np.append(one.weight, one.bias),
        name="difference of the weights of two classes",
        why="one gains the row, the other loses it, so the difference moves twice as far",
        where="MultiClassPerceptron.fit in multiclass.py",
        hint=FIT,
    )


def test_three_groups_are_learnt_whatever_they_are_called():
    X = np.array([[0.0, 5.0], [5.0, 0.0], [-4.0, -4.0], [1.0, 6.0], [6.0, -1.0]])
    numbers = MultiClassPerceptron().fit(X, [10, 20, 30, 10, 20])
    assert numbers.predict(X).tolist() == [10, 20, 30, 10, 20], "predict must return the labels"
    names = MultiClassPerceptron().fit(X, ["n", "e", "s", "n", "e"])
    assert names.classes.tolist() == ["e", "n", "s"], f"classes are sorted; got {names.classes}"
    assert names.predict(X).tolist() == ["n", "e", "s", "n", "e"], "strings are labels too"
    assert names.converged is True and names.mistakes[-1] == 0, (
        f"the groups are separable: converged must be True with no mistake in the last epoch; "
        f"got {names.converged} and {names.mistakes}. Next: {FIT}"
    )


def test_iris_after_three_epochs():
    iris = load_iris()
    neuron = MultiClassPerceptron(max_epochs=3).fit(iris.X, iris.y)
    assert neuron.weight.shape == (3, 4) and neuron.bias.shape == (3,), (
        f"three classes, four features: weight (3, 4), bias (3,); got {neuron.weight.shape}, "
        f"{neuron.bias.shape}"
    )
    W, mistakes = np.zeros((3, 5)), []
    for _ in range(3):
        W, count = plain_pass(np.column_stack([iris.X, np.ones(150)]), iris.y, np.array(W))
        mistakes.append(count)
    assert neuron.mistakes == mistakes, (
        f"each epoch goes on with the weights of the one before: expected mistakes {mistakes}, "
        f"yours {neuron.mistakes}. Next: {FIT}"
    )
    assert_close(
        np.column_stack([neuron.weight, neuron.bias]),
        np.array(W),
        name="(weight, bias) of three classes after three epochs",
        why="each epoch goes on with the weights of the one before",
        where="MultiClassPerceptron.fit in multiclass.py",
        hint=FIT,
    )
    assert neuron.converged is False, "three epochs are not enough for these flowers"
    assert neuron.decision_function(iris.X).shape == (150, 3), "one score per row and class"


def test_a_second_fit_starts_afresh():
    iris = load_iris()
    neuron = MultiClassPerceptron(max_epochs=2)
    first = neuron.fit(iris.X, iris.y).mistakes
    again = neuron.fit(iris.X, iris.y).mistakes
    assert again == first, f"a second fit must repeat the first: {first}, then {again}"
    neuron.fit([[1.0], [-1.0]], ["a", "b"])
    assert neuron.converged, "two rows are learnt in two epochs"
    assert not neuron.fit(iris.X, iris.y).converged, "converged is left over from the earlier fit"


def test_a_random_order_takes_rows_and_labels_along():
    X, y, *_ = make_separable(50, 3, margin=0.1, rng=np.random.default_rng(5))
    two = MultiClassPerceptron().fit(X, y, rng=np.random.default_rng(1))
    one = Perceptron().fit(X, y, rng=np.random.default_rng(1))
    assert two.mistakes == one.mistakes, (
        f"the permutation of an epoch goes for rows and labels alike: expected mistakes "
        f"{one.mistakes}, yours {two.mistakes}. Next: {FIT}"
    )


@pytest.mark.parametrize(
    ("y", "text"),
    [
        pytest.param([1, 1], "two classes", id="one class"),
        pytest.param([1, 2, 3], "shape", id="too many labels"),
        pytest.param([1.0, float("nan")], "nan", id="nan"),
    ],
)
def test_labels_that_name_no_classes_are_refused(y, text):
    with pytest.raises(ValueError, match=rf"^y must .*{text}"):
        MultiClassPerceptron().fit([[1.0], [2.0]], y)
