"""Real flowers: what each neuron of this topic reaches on iris, on rows it was not trained on."""

import numpy as np

from t01_perceptron.data import load_iris, standardize
from t01_perceptron.logistic import LogisticNeuron
from t01_perceptron.multiclass import MultiClassPerceptron
from t01_perceptron.novikoff import novikoff_bound
from t01_perceptron.perceptron import AveragedPerceptron, Perceptron, PocketPerceptron

HELD_OUT = 15  # flowers of each species


def run(*, seed, smoke=False):
    """Train every neuron on 105 flowers, measure on the other 45; return metrics and curves.

    `smoke` trains for a few epochs only, which the targets do not fit.
    """
    rng = np.random.default_rng(seed)
    epochs = 5 if smoke else 200
    setosa, curve = _setosa(rng)
    hard, hard_curve = _versicolor_or_virginica(rng, epochs)
    loss = {"logistic loss": hard.pop("losses")}
    return {
        "metrics": setosa | hard | {"three_species_accuracy": _three_species(rng, epochs)},
        "curves": {"setosa mistakes": curve, "hard pair mistakes": hard_curve} | loss,
    }


def _split(y, rng):
    """Return indices for training and for testing, with HELD_OUT rows of each class to test."""
    test = np.concatenate(
        [rng.permutation(np.flatnonzero(y == label))[:HELD_OUT] for label in np.unique(y)]
    )
    return rng.permutation(np.setdiff1d(np.arange(len(y)), test)), test


def _setosa(rng):
    """Learn setosa against the rest: separable, so the mistakes stay below Novikoff's bound."""
    X, species, *_ = load_iris()
    y = np.where(species == 0, 1, -1)
    train, test = _split(species, rng)
    neuron = Perceptron().fit(X[train], y[train], rng=rng)
    bound = novikoff_bound(X[train], y[train], neuron.weight, neuron.bias)
    metrics = {
        "setosa_converged": float(neuron.converged),
        "setosa_train_errors": float(np.count_nonzero(neuron.predict(X[train]) != y[train])),
        "setosa_test_errors": float(np.count_nonzero(neuron.predict(X[test]) != y[test])),
        "setosa_mistakes_per_bound": sum(neuron.mistakes) / bound,
    }
    return metrics, neuron.mistakes


def _versicolor_or_virginica(rng, epochs):
    """Learn the pair that no plane separates: the perceptron, its two variants, the logistic."""
    X, species, *_ = load_iris()
    X, y = X[species > 0], np.where(species[species > 0] == 2, 1, -1)
    train, test = _split(y, rng)
    rows, unseen = standardize(X[train], X[test])

    def accuracy(neuron):
        return float(np.mean(neuron.predict(unseen) == y[test]))

    plain = Perceptron(max_epochs=epochs).fit(rows, y[train], rng=rng)
    averaged = AveragedPerceptron(max_epochs=epochs).fit(rows, y[train], rng=rng)
    pocket = PocketPerceptron(max_epochs=epochs).fit(rows, y[train], rng=rng)
    logistic = LogisticNeuron(lr=0.5, max_steps=10 * epochs).fit(rows, y[train])
    metrics = {
        "last_weights_accuracy": accuracy(plain),
        "averaged_accuracy": accuracy(averaged),
        "pocket_accuracy": accuracy(pocket),
        "logistic_accuracy": accuracy(logistic),
        "losses": logistic.losses,
    }
    return metrics, plain.mistakes


def _three_species(rng, epochs):
    """Return the accuracy of the multi-class perceptron on unseen flowers of all species."""
    X, species, *_ = load_iris()
    train, test = _split(species, rng)
    rows, unseen = standardize(X[train], X[test])
    neuron = MultiClassPerceptron(max_epochs=epochs).fit(rows, species[train], rng=rng)
    return float(np.mean(neuron.predict(unseen) == species[test]))
