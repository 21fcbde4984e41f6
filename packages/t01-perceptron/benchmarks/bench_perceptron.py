"""Passes that skip from mistake to mistake, against the plain loop and scikit-learn.

scikit-learn's loops are compiled and still visit row after row; ours are NumPy and visit blocks,
so few mistakes favour ours and many favour theirs. Weights are equal in every case.
"""

import numpy as np
from t01_perceptron import (
    LogisticNeuron,
    MultiClassPerceptron,
    Perceptron,
    load_iris,
    make_separable,
    one_pass_loop,
    standardize,
)

STEPS = 200


def wide_gap():
    return make_separable(10_000, 20, margin=0.3, rng=np.random.default_rng(0))[:2]


def narrow_gap():
    return make_separable(10_000, 20, margin=0.05, rng=np.random.default_rng(0))[:2]


def hard_pair():
    iris = load_iris()
    rows, _ = standardize(iris.X[50:], iris.X[:50])
    return rows, np.where(iris.y[50:] == 2, 1.0, -1.0)


def ours(data, max_epochs):
    def make():
        X, y = data()
        return lambda: Perceptron(max_epochs=max_epochs).fit(X, y)

    return make


def naive(data, max_epochs):
    def make():
        X, y = data()

        def fit():
            w, b = np.zeros(X.shape[1]), 0.0
            for _ in range(max_epochs):
                w, b, mistakes = one_pass_loop(X, y, w, b)
                if mistakes == 0:
                    return w, b
            return w, b

        return fit

    return make


def scikit_learn(data, max_epochs):
    def make():
        from sklearn.linear_model import Perceptron as Theirs

        X, y = data()
        epochs = len(Perceptron(max_epochs=max_epochs).fit(X, y).mistakes)
        return lambda: Theirs(shuffle=False, tol=None, max_iter=epochs).fit(X, y)

    return make


def three_species():
    iris = load_iris()
    return lambda: MultiClassPerceptron(max_epochs=50).fit(iris.X, iris.y)


def three_species_naive():
    iris = load_iris()
    rows = np.column_stack([iris.X, np.ones(150)])

    def fit():
        W = np.zeros((3, 5))
        for _ in range(50):
            for row, own in zip(rows, iris.y, strict=True):
                scores = W @ row
                mine, scores[own] = scores[own], -np.inf
                rival = scores.argmax()
                if mine <= scores[rival]:
                    W[own] += row
                    W[rival] -= row
        return W

    return fit


def gradient_descent():
    X, y = narrow_gap()
    return lambda: LogisticNeuron(max_steps=STEPS).fit(X, y)


def gradient_descent_torch():
    import torch

    X, y = (torch.tensor(array) for array in narrow_gap())
    layer = torch.nn.Linear(20, 1, dtype=torch.float64)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)

    def fit():
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
        losses = []
        for _ in range(STEPS):
            optimizer.zero_grad()
            loss = torch.nn.functional.soft_margin_loss(layer(X)[:, 0], y)
            loss.backward()
            losses.append(loss.item())
            optimizer.step()
        return losses

    return fit


CASES = {
    "fit, 10,000 x 20, few mistakes": {
        "ours": ours(wide_gap, 100),
        "naive": naive(wide_gap, 100),
        "sklearn": scikit_learn(wide_gap, 100),
        "limits": {"naive": 0.1, "sklearn": 1.0},
    },
    "fit, 10,000 x 20, many mistakes": {
        "ours": ours(narrow_gap, 100),
        "naive": naive(narrow_gap, 100),
        "sklearn": scikit_learn(narrow_gap, 100),
        "limits": {"naive": 0.1},
    },
    "fit, iris, never converging": {
        "ours": ours(hard_pair, 50),
        "naive": naive(hard_pair, 50),
        "sklearn": scikit_learn(hard_pair, 50),
        "limits": {"naive": 0.3},
    },
    "fit, iris, three species": {
        "ours": three_species,
        "naive": three_species_naive,
        "limits": {"naive": 0.7},
    },
    "logistic, 10,000 x 20, 200 steps": {
        "ours": gradient_descent,
        "torch": gradient_descent_torch,
        "limits": {"torch": 1.0},
    },
}
