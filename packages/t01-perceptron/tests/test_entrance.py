"""What may enter: rows, labels, settings; and what a neuron says before it has learnt."""

import numpy as np
import pytest
from t01_perceptron import (
    AveragedPerceptron,
    LogisticNeuron,
    MultiClassPerceptron,
    Perceptron,
    PocketPerceptron,
    check_rows,
    fold_labels,
    logistic_loss,
    row_orders,
)

NEURONS = [
    Perceptron,
    AveragedPerceptron,
    PocketPerceptron,
    MultiClassPerceptron,
    LogisticNeuron,
]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([1.0, 2.0], r"two axes.*\(2,\).*x\[None, :\]"),
        (3.0, r"two axes.*\(\)"),
        (np.zeros((2, 2, 2)), r"two axes.*\(2, 2, 2\)"),
        (np.zeros((0, 3)), r"at least one row.*\(0, 3\)"),
        (np.zeros((3, 0)), r"one feature.*\(3, 0\)"),
        ([[1.0, 2.0], [3.0, np.nan]], r"finite; X\[1, 1\] is nan"),
        ([[1.0, -np.inf]], r"finite; X\[0, 1\] is -inf"),
        ([[1e101, 1.0]], r"within 1e\+100.*got 1e\+101"),
        ([[1.0, -1e101]], r"within 1e\+100.*got 1e\+101"),
        ([["setosa"]], r"numbers.*setosa"),
        ([[1.0], [1.0, 2.0]], r"numbers in rows of equal length"),
    ],
)
def test_bad_rows_are_refused_with_their_fault(X, message):
    with pytest.raises(ValueError, match=rf"^X must.*{message}"):
        check_rows(X)


def test_good_rows_become_float64():
    rows = check_rows([[1, 2], [3, 4]])
    assert rows.dtype == np.float64 and rows.tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert check_rows([[1e100]]).tolist() == [[1e100]]
    assert check_rows([[1.0, 2.0]], features=2).shape == (1, 2)


@pytest.mark.parametrize("neuron", NEURONS)
def test_an_untrained_neuron_says_what_to_do(neuron):
    with pytest.raises(RuntimeError, match=rf"this {neuron.__name__} .*call fit\(X, y\)"):
        neuron().predict([[1.0]])


@pytest.mark.parametrize("neuron", NEURONS)
def test_rows_of_another_width_are_refused_after_training(neuron):
    trained = neuron().fit([[1.0, 0.0], [-1.0, 0.0]], [1, -1])
    with pytest.raises(ValueError, match=r"X must have the 2 features of fit; got shape \(1, 3\)"):
        trained.predict([[1.0, 2.0, 3.0]])


@pytest.mark.parametrize("neuron", NEURONS)
def test_fit_takes_lists_and_leaves_arrays_alone(neuron):
    X, y = np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([1, -1])
    kept = X.copy(), y.copy()
    trained = neuron().fit(X, y)
    again = neuron().fit(X.tolist(), y.tolist())
    assert np.array_equal(X, kept[0]) and np.array_equal(y, kept[1])
    assert np.array_equal(trained.weight, again.weight)
    assert np.array_equal(trained.predict(X), y)


@pytest.mark.parametrize("neuron", [Perceptron, AveragedPerceptron, PocketPerceptron])
def test_huge_features_within_the_limit_are_learnt(neuron):
    X, y = [[1e100, 1.0], [-1e100, 1.0], [9e99, -1.0]], [1, -1, 1]
    trained = neuron().fit(X, y)
    assert trained.converged and trained.predict(X).tolist() == y


@pytest.mark.parametrize("neuron", NEURONS[:4])
def test_at_least_one_epoch_is_asked_for(neuron):
    with pytest.raises(ValueError, match="max_epochs must be at least 1; got 0"):
        neuron(max_epochs=0)
    assert neuron().max_epochs == 1000
    assert neuron(max_epochs=1).mistakes == [] and neuron().converged is False


@pytest.mark.parametrize("name", ["lr", "max_steps", "tol"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_the_settings_of_the_logistic_neuron_must_be_positive(name, value):
    with pytest.raises(ValueError, match=rf"{name} must be above 0; got {value}"):
        LogisticNeuron(**{name: value})


def test_the_settings_of_the_logistic_neuron_have_these_defaults():
    neuron = LogisticNeuron()
    assert (neuron.lr, neuron.max_steps, neuron.tol) == (0.1, 1000, 1e-6)
    assert neuron.losses == [] and neuron.converged is False


def test_folded_rows_carry_the_label_and_the_bias():
    folded = fold_labels(np.array([[2.0, 3.0], [4.0, 5.0]]), np.array([1.0, -1.0]))
    assert folded.tolist() == [[2.0, 3.0, 1.0], [-4.0, -5.0, -1.0]]


def test_orders_are_the_rows_as_they_stand_or_fresh_permutations():
    assert list(row_orders(4, 2)) == [slice(None)] * 2
    orders = list(row_orders(30, 3, np.random.default_rng(0)))
    assert len(orders) == 3 and all(sorted(order) == list(range(30)) for order in orders)
    assert not np.array_equal(orders[0], orders[1])


def test_the_loss_of_three_rows():
    X, y = np.array([[0.0], [np.log(3)], [np.log(3)]]), np.array([1.0, 1.0, -1.0])
    expected = (np.log(2) + np.log(4 / 3) + np.log(4)) / 3
    assert abs(logistic_loss(X, y, np.array([1.0]), 0.0) - expected) < 1e-12


def test_probabilities_and_answers_agree():
    neuron = LogisticNeuron(max_steps=50).fit([[1.0], [2.0], [-1.0]], [1, 1, -1])
    rows = np.linspace(-3, 3, 13)[:, None]
    assert np.array_equal(neuron.predict_proba(rows) > 0.5, neuron.predict(rows) == 1)
