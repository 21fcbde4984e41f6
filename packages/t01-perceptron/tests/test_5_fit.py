"""Train until an epoch passes without a mistake."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t01_perceptron import Perceptron, load_iris, make_separable, one_pass_loop, xor_table

HINT = "scratch hint t01 Perceptron.fit"
WHERE = "Perceptron.fit in perceptron.py"
AND_X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND_Y = np.array([-1, -1, -1, 1])


@pytest.fixture
def trained():
    return Perceptron().fit(AND_X, AND_Y)


def test_and_is_learnt_in_nine_epochs(trained):
    assert_close(
        trained.mistakes,
        [2, 3, 3, 2, 2, 3, 2, 1, 0],
        name="mistakes per epoch on AND",
        why="each epoch goes on with the weights of the one before, and the first epoch without "
        "a mistake is the last",
        where=WHERE,
        hint=HINT,
    )
    assert_close(
        np.append(trained.weight, trained.bias),
        np.array([3.0, 2.0, -4.0]),
        name="(weight, bias) learnt on AND",
        why="the eight epochs before the clean one end at w = (3, 2), b = -4",
        where=WHERE,
        hint=HINT,
    )


def test_the_attributes_are_what_the_class_promises(trained):
    assert trained.weight.shape == (2,), f"weight must have shape (2,); got {trained.weight.shape}"
    assert np.shape(trained.bias) == (), f"bias must be one number; got {trained.bias!r}"
    assert trained.converged is True, (
        f"the last epoch had no mistake, so converged must be True; it is {trained.converged}. "
        f"Next: {HINT}"
    )


def test_a_trained_neuron_answers(trained):
    assert_close(
        trained.decision_function([[1.0, 1.0], [2.0, -1.0]]),
        np.array([1.0, 0.0]),
        name="scores of two rows",
        why="3 + 2 - 4 = 1, and 6 - 2 - 4 = 0",
        where=WHERE,
        hint=HINT,
    )
    assert trained.predict(AND_X).tolist() == [-1, -1, -1, 1], "AND is not answered rightly"


def test_fit_returns_the_neuron_itself():
    neuron = Perceptron()
    assert neuron.fit(AND_X, AND_Y) is neuron, f"fit must end with `return self`. Next: {HINT}"


def test_xor_never_settles():
    X, y = xor_table()
    neuron = Perceptron(max_epochs=50).fit(X, y)
    assert len(neuron.mistakes) == 50, (
        f"no line separates XOR, so all 50 epochs are used up; yours made {len(neuron.mistakes)}"
    )
    assert neuron.converged is False, (
        f"converged must be False after 50 epochs with mistakes; it is {neuron.converged}. "
        f"Next: {HINT}"
    )
    assert min(neuron.mistakes) > 0, f"an epoch without a mistake is impossible: {neuron.mistakes}"
    assert_close(
        neuron.mistakes[-3:],
        [4, 4, 4],
        name="mistakes in the last three epochs on XOR",
        why="the weights return to where they were, epoch after epoch, with every row wrong",
        where=WHERE,
        hint=HINT,
    )


def test_the_last_allowed_epoch_may_be_the_clean_one():
    assert Perceptron(max_epochs=9).fit(AND_X, AND_Y).converged, "the ninth epoch has no mistake"
    stopped = Perceptron(max_epochs=8).fit(AND_X, AND_Y)
    assert not stopped.converged, "the eighth epoch still has one mistake: that is not converged"
    assert len(stopped.mistakes) == 8, "max_epochs=8 allows eight passes"


def test_a_second_fit_starts_afresh():
    neuron = Perceptron().fit(AND_X, -AND_Y)
    assert_close(
        neuron.fit(AND_X, AND_Y).mistakes,
        [2, 3, 3, 2, 2, 3, 2, 1, 0],
        name="mistakes per epoch of a second fit",
        why="every call of fit starts afresh: zero weights, an empty list of mistakes",
        where=WHERE,
        hint=HINT,
    )
    neuron.max_epochs = 1
    assert not neuron.fit(AND_X, AND_Y).converged, "converged is left over from the earlier fit"


def test_setosa_is_told_from_the_other_flowers_without_error():
    iris = load_iris()
    neuron = Perceptron().fit(iris.X, np.where(iris.y == 0, 1, -1))
    assert neuron.mistakes == [2, 2, 1, 0], (
        f"setosa against the rest: expected mistakes [2, 2, 1, 0], yours {neuron.mistakes}. "
        f"Next: {HINT}"
    )
    assert_close(
        np.append(neuron.weight, neuron.bias),
        np.array([1.3, 4.1, -5.2, -2.2, 1.0]),
        name="(weight, bias) learnt on setosa against the rest",
        why="five flowers were added or taken away, nothing else",
        where=WHERE,
        hint=HINT,
    )


def test_a_random_order_is_drawn_anew_for_each_epoch():
    X, y, *_ = make_separable(40, 3, margin=0.05, rng=np.random.default_rng(3))
    neuron = Perceptron().fit(X, y, rng=np.random.default_rng(7))
    rng, w, b, mistakes = np.random.default_rng(7), np.zeros(3), 0.0, []
    while not mistakes or mistakes[-1]:
        order = rng.permutation(len(X))
        w, b, count = one_pass_loop(X[order], y[order], w, b)
        mistakes.append(count)
    assert len(mistakes) > 2, "the example is meant to need more than two epochs"
    assert neuron.mistakes == mistakes, (
        f"with rng each epoch visits the rows in its own permutation: expected mistakes "
        f"{mistakes}, yours {neuron.mistakes}. Next: {HINT}"
    )
    assert_close(
        np.append(neuron.weight, neuron.bias),
        np.append(w, b),
        name="(weight, bias) learnt with rng",
        why="the same permutations must give the same weights",
        where=WHERE,
        hint=HINT,
    )


def test_zero_and_one_as_labels_are_refused_by_fit():
    with pytest.raises(ValueError, match=r"\by\b.*0"):
        Perceptron().fit(AND_X, [0, 0, 0, 1])


def test_one_row_and_one_class_are_enough_to_train_on():
    one = Perceptron().fit([[2.0, -1.0]], [-1])
    assert_close(
        np.array([*one.weight, one.bias, *one.mistakes]),
        np.array([-2.0, 1.0, -1.0, 1.0, 0.0]),
        name="(weight, bias) and mistakes after training on one row",
        why="the tie at zero is the only mistake; the row is taken away once",
        where=WHERE,
        hint=HINT,
    )


def test_what_cannot_be_learnt_from_is_refused_by_name():
    for bad in (
        np.zeros((0, 2)),
        [1.0, 2.0],
        [[1.0, float("nan")]],
        [[1.0, float("inf")]],
        [[1e200]],
    ):
        with pytest.raises(ValueError, match=r"^X must"):
            Perceptron().fit(bad, [1])
