"""When no line fits: average the weights, or keep the best."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t01_perceptron import (
    AveragedPerceptron,
    Perceptron,
    PocketPerceptron,
    load_iris,
    one_pass_loop,
    xor_table,
)

AVERAGED = "scratch hint t01 AveragedPerceptron.fit"
POCKET = "scratch hint t01 PocketPerceptron.fit"
# Five points on a line with a stray one. From zero weights, v = (w, b) walks
#   x = 1 yes: tie, (1, 1)    x = 2 yes: right    x = -1 no: tie, (2, 0)
#   x = 3 no: 6, (-1, -1)     x = -2 no: 1, (1, -2)
X = np.array([[1.0], [2.0], [-1.0], [3.0], [-2.0]])
Y = np.array([1, 1, -1, -1, -1])


def learnt(neuron):
    return np.append(neuron.weight, neuron.bias)


def test_the_average_is_taken_after_every_visit():
    assert_close(
        learnt(AveragedPerceptron(max_epochs=1).fit(X, Y)),
        np.array([4.0, -1.0]) / 5,
        name="(weight, bias) averaged over one epoch of five rows",
        why="the average has one term per visit, mistake or not: (1, 1) + (1, 1) + (2, 0) + "
        "(-1, -1) + (1, -2) = (4, -1), divided by 5",
        where="AveragedPerceptron.fit in perceptron.py",
        hint=AVERAGED,
    )


def test_the_average_runs_over_all_epochs():
    total, w, b = np.zeros(2), np.zeros(1), 0.0
    for _ in range(3):
        for i in range(5):
            w, b, _ = one_pass_loop(X[i : i + 1], Y[i : i + 1], w, b)
            total += np.append(w, b)
    neuron = AveragedPerceptron(max_epochs=3).fit(X, Y)
    assert neuron.weight.shape == (1,), f"weight must have shape (1,); got {neuron.weight.shape}"
    assert_close(
        learnt(neuron),
        total / 15,
        name="(weight, bias) averaged over three epochs of five rows",
        why="15 visits, 15 terms: a weight that survives into the next epoch goes on counting",
        where="AveragedPerceptron.fit in perceptron.py",
        hint=AVERAGED,
    )


@pytest.mark.parametrize("variant", [AveragedPerceptron, PocketPerceptron])
def test_variants_make_the_same_mistakes_as_the_perceptron(variant):
    iris = load_iris()
    for kind in range(3):
        y = np.where(iris.y == kind, 1, -1)
        plain = Perceptron(max_epochs=8).fit(iris.X, y, rng=np.random.default_rng(kind))
        other = variant(max_epochs=8).fit(iris.X, y, rng=np.random.default_rng(kind))
        assert other.mistakes == plain.mistakes, (
            f"only the answer differs, the walk does not: {variant.__name__} counted "
            f"{other.mistakes}, Perceptron {plain.mistakes}"
        )
        assert other.converged == plain.converged, "converged must mean the same as in Perceptron"


def test_the_average_stops_after_the_clean_epoch_and_counts_it():
    neuron = AveragedPerceptron().fit([[1.0], [-1.0]], [1, -1])
    assert neuron.mistakes == [2, 0], f"expected mistakes [2, 0]; yours {neuron.mistakes}"
    assert neuron.converged is True, "the second epoch was clean: converged must be True"
    assert_close(
        learnt(neuron),
        np.array([7.0, 1.0]) / 4,
        name="(weight, bias) averaged until the clean epoch",
        why="the four visits leave (1, 1), (2, 0), (2, 0), (2, 0): the clean epoch counts too",
        where="AveragedPerceptron.fit in perceptron.py",
        hint=AVERAGED,
    )


def test_a_second_fit_forgets_the_first_average():
    neuron = AveragedPerceptron(max_epochs=1).fit(10 * X, -Y)
    assert_close(
        learnt(neuron.fit(X, Y)),
        np.array([4.0, -1.0]) / 5,
        name="(weight, bias) averaged by a second fit",
        why="every call of fit starts afresh: zero weights, an empty sum",
        where="AveragedPerceptron.fit in perceptron.py",
        hint=AVERAGED,
    )


@pytest.mark.parametrize("epochs", [1, 4])
def test_the_pocket_keeps_the_first_of_the_best_weights_met(epochs):
    neuron = PocketPerceptron(max_epochs=epochs).fit(X, Y)
    assert_close(
        np.append(learnt(neuron), neuron.training_errors),
        np.array([2.0, 0.0, 1.0]),
        name=f"(weight, bias) in the pocket and its errors after {epochs} epochs",
        why="on all five rows (1, 1) has 2 errors, (2, 0) 1, (-1, -1) 4 and (1, -2) 3: the "
        "pocket keeps the best, met in the middle of the first epoch. Later ones only tie with it",
        where="PocketPerceptron.fit in perceptron.py",
        hint=POCKET,
    )


def test_a_tie_is_no_success_in_the_pocket():
    corners, y = xor_table()
    neuron = PocketPerceptron(max_epochs=20).fit(corners, y)
    assert_close(
        np.append(learnt(neuron), neuron.training_errors),
        np.array([0.0, 0.0, -1.0, 2.0]),
        name="(weight, bias) in the pocket and its errors on XOR",
        why="the first v, (0, 0, -1), gets two rows right. After four corrections v is zero "
        "again and every score 0: a tie is a mistake, so that has 4 errors, not 0",
        where="PocketPerceptron.fit in perceptron.py",
        hint=POCKET,
    )


def test_a_converged_pocket_holds_the_perceptron_s_weights():
    iris = load_iris()
    y = np.where(iris.y == 0, 1, -1)
    neuron = PocketPerceptron().fit(iris.X, y)
    plain = Perceptron().fit(iris.X, y)
    assert neuron.training_errors == 0, f"expected 0 errors; yours {neuron.training_errors}"
    assert learnt(neuron).tolist() == learnt(plain).tolist(), "both end at the separating weights"


def test_the_pocket_is_never_worse_than_the_last_weights():
    iris = load_iris()
    y = np.where(iris.y == 1, 1, -1)
    neuron = PocketPerceptron(max_epochs=30).fit(iris.X, y, rng=np.random.default_rng(0))
    wrong = np.count_nonzero(y * neuron.decision_function(iris.X) <= 0)
    assert wrong == neuron.training_errors, (
        f"training_errors says {neuron.training_errors}, but weight and bias get {wrong} wrong"
    )
    last = Perceptron(max_epochs=30).fit(iris.X, y, rng=np.random.default_rng(0))
    assert wrong < np.count_nonzero(y * last.decision_function(iris.X) <= 0), (
        f"the pocket must beat the last weights on these flowers; it has {wrong} errors"
    )
