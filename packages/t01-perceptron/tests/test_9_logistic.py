"""From yes or no to how sure: the logistic neuron."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t01_perceptron import (
    LogisticNeuron,
    load_iris,
    logistic,
    logistic_gradient,
    logistic_loss,
    standardize,
)

LOGISTIC = "scratch hint t01 logistic"
GRADIENT = "scratch hint t01 logistic_gradient"
FIT = "scratch hint t01 LogisticNeuron.fit"
X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
Y = np.array([1.0, -1.0, -1.0])


def test_the_logistic_function_at_five_scores():
    scores = np.log([1.0, 3.0, 1 / 3, 9.0, 1 / 99])
    assert_close(
        logistic(scores),
        np.array([0.5, 0.75, 0.25, 0.9, 0.01]),
        name="logistic of log(1), log(3), log(1/3), log(9), log(1/99)",
        why="odds of 3 to 1 are a probability of 3 / (3 + 1) = 0.75",
        where="logistic in logistic.py",
        hint=LOGISTIC,
    )


def test_extreme_scores_neither_overflow_nor_turn_into_nan():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        try:
            got = logistic(np.array([-1e4, -745.0, 0.0, 745.0, 1e4]))
        except FloatingPointError as error:
            pytest.fail(
                f"logistic of large scores: {error}. exp(1000) does not fit into a float64; "
                f"never take exp of a large positive number. Next: {LOGISTIC}"
            )
    assert_close(
        got,
        np.array([0.0, 5e-324, 0.5, 1.0, 1.0]),
        name="logistic of -10000, -745, 0, 745, 10000",
        why="far out the curve is flat: 0 on the left, 1 on the right",
        where="logistic in logistic.py",
        hint=LOGISTIC,
    )


def test_small_probabilities_keep_their_digits():
    assert_close(
        logistic(np.array([-40.0, -100.0, -300.0])) / np.exp([-40.0, -100.0, -300.0]),
        np.ones(3),
        name="logistic(s) / exp(s) for s = -40, -100, -300",
        why="far to the left logistic(s) is exp(s): 1 - (almost 1) would lose all its digits, "
        "and so would clipping the scores",
        where="logistic in logistic.py",
        hint=LOGISTIC,
    )


def test_the_gradient_at_zero_weights():
    w, b = logistic_gradient(X, Y, np.zeros(2), 0.0)
    assert np.shape(w) == (2,) and np.shape(b) == (), (
        f"the gradient has one entry per weight, (2,), and a number for the bias; "
        f"got shapes {np.shape(w)} and {np.shape(b)}. Next: {GRADIENT}"
    )
    assert_close(
        np.append(w, b),
        np.array([2.0, -2.5, 1.0]) / 6,
        name="gradient of the loss of three rows at zero weights",
        why="logistic(0) = 0.5, so the rows pull with +0.5, -0.5, -0.5: half of (1, 2) - (0, -1) "
        "- (3, 0.5) = (-2, 2.5), and minus the mean over three rows is (2, -2.5) / 6",
        where="logistic_gradient in logistic.py",
        hint=GRADIENT,
        batch=3,
    )


def test_the_gradient_is_the_slope_of_the_loss():
    rng = np.random.default_rng(0)
    rows, y = rng.standard_normal((7, 3)), np.array([1.0, -1, -1, 1, 1, -1, 1])
    v, step = rng.standard_normal(4), 1e-5
    slopes = [
        logistic_loss(rows, y, *split(v + step * axis))
        - logistic_loss(rows, y, *split(v - step * axis))
        for axis in np.eye(4)
    ]
    assert_close(
        np.append(*logistic_gradient(rows, y, *split(v))),
        np.array(slopes) / (2 * step),
        name="gradient of the loss of seven rows",
        why="moving one weight by 0.00001 either way changes the loss by this much per unit",
        where="logistic_gradient in logistic.py",
        hint=GRADIENT,
        batch=7,
    )


def split(v):
    return v[:-1], v[-1]


def test_a_row_that_is_safely_right_hardly_pulls():
    rows, y = np.array([[50.0], [-50.0]]), np.array([1.0, -1.0])
    w, b = logistic_gradient(rows, y, np.array([1.0]), 0.0)
    assert_close(
        np.array([w[0], b]),
        np.array([-50.0 * np.exp(-50.0), 0.0]),
        name="gradient at two rows with y * score = 50",
        why="the strength of the pull is logistic(-50), about 2e-22, not 1",
        where="logistic_gradient in logistic.py",
        hint=GRADIENT,
    )


def test_two_steps_of_gradient_descent():
    neuron = LogisticNeuron(lr=6.0, max_steps=1).fit(X, Y)
    first = np.array([-2.0, 2.5, -1.0])
    assert_close(
        np.append(neuron.weight, neuron.bias),
        first,
        name="(weight, bias) after one step with lr = 6",
        why="from zero, minus 6 times the gradient (2, -2.5, 1) / 6",
        where="LogisticNeuron.fit in logistic.py",
        hint=FIT,
    )
    w, b = logistic_gradient(X, Y, first[:2], first[2])
    neuron = LogisticNeuron(lr=6.0, max_steps=2).fit(X, Y)
    assert_close(
        np.append(neuron.weight, neuron.bias),
        first - 6.0 * np.append(w, b),
        name="(weight, bias) after two steps with lr = 6",
        why="the second step goes on from the first one, with the gradient taken there",
        where="LogisticNeuron.fit in logistic.py",
        hint=FIT,
    )
    assert not neuron.converged, "two steps are not enough: converged must be False"


def test_the_losses_start_at_log_two():
    neuron = LogisticNeuron(lr=6.0, max_steps=2).fit(X, Y)
    assert_close(
        np.array(neuron.losses),
        np.array([np.log(2), logistic_loss(X, Y, np.array([-2.0, 2.5]), -1.0)]),
        name="losses of two steps",
        why="each loss is noted before its step; at zero weights every row costs log(2) = 0.693",
        where="LogisticNeuron.fit in logistic.py",
        hint=FIT,
    )


def test_training_stops_where_the_loss_is_flat():
    rows, y = [[0.0], [0.0], [0.0], [0.0]], [1, 1, 1, -1]
    neuron = LogisticNeuron(lr=1.0, max_steps=500, tol=1e-9).fit(rows, y)
    assert neuron.converged is True and len(neuron.losses) < 500, (
        f"three yes and one no have a best answer; converged is {neuron.converged} after "
        f"{len(neuron.losses)} steps. Next: {FIT}"
    )
    assert_close(
        np.array([neuron.bias, *neuron.predict_proba(rows)]),
        np.array([np.log(3), 0.75, 0.75, 0.75, 0.75]),
        name="bias and probabilities learnt from three yes and one no",
        why="three yes to one no are odds of 3, so the bias becomes log(3)",
        where="LogisticNeuron.fit in logistic.py",
        hint=FIT,
    )


def test_a_flat_bias_alone_does_not_stop_the_training():
    rows, y = np.array([[1.0], [-1.0]]), np.array([1, -1])
    assert len(LogisticNeuron(max_steps=20).fit(rows, y).losses) == 20, (
        f"the weight's slope is -0.5 at the start, only the bias's is 0: keep going. Next: {FIT}"
    )
    rows = np.zeros((3, 1))
    assert len(LogisticNeuron(max_steps=20).fit(rows, [1, 1, -1]).losses) == 20, (
        f"the bias's slope is not 0 at the start, only the weight's is: keep going. Next: {FIT}"
    )


def test_a_second_fit_starts_afresh():
    neuron = LogisticNeuron(lr=6.0, max_steps=1).fit(X, -Y)
    neuron.converged = True
    neuron.fit(X, Y)
    assert_close(
        np.array([*neuron.weight, neuron.bias, *neuron.losses]),
        np.array([-2.0, 2.5, -1.0, np.log(2)]),
        name="(weight, bias) and losses of a second fit",
        why="every call of fit starts afresh: zero weights, an empty list of losses",
        where="LogisticNeuron.fit in logistic.py",
        hint=FIT,
    )
    assert neuron.converged is False, "converged is left over from the earlier fit"


def test_versicolor_is_told_from_virginica():
    iris = load_iris()
    rows, _ = standardize(iris.X[50:], iris.X[:50])
    y = np.where(iris.y[50:] == 2, 1, -1)
    neuron = LogisticNeuron(lr=1.0, max_steps=300).fit(rows, y)
    assert neuron.weight.shape == (4,) and np.shape(neuron.bias) == (), (
        "a weight per feature, a bias"
    )
    right = np.count_nonzero(neuron.predict(rows) == y)
    assert right == 97, f"300 steps get 97 of 100 flowers right; yours {right}. Next: {FIT}"


def test_zero_and_one_as_labels_are_refused_by_fit():
    with pytest.raises(ValueError, match=r"\by\b.*0"):
        LogisticNeuron().fit(X, [1, 0, 0])
