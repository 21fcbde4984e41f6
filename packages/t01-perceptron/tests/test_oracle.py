"""The same weights as scikit-learn and the same steps as torch."""

import numpy as np
import pytest
from t01_perceptron import (
    AveragedPerceptron,
    LogisticNeuron,
    Perceptron,
    load_iris,
    logistic_gradient,
    make_separable,
    standardize,
)

pytestmark = pytest.mark.oracle


@pytest.fixture
def linear_model():
    """The module of scikit-learn, imported only where an oracle test really runs."""
    from sklearn import linear_model

    return linear_model


@pytest.fixture
def torch():
    import torch

    return torch


def test_iris_equals_scikit_learn_s_copy():
    from sklearn import datasets

    theirs = datasets.load_iris()
    ours = load_iris()
    assert np.array_equal(ours.X, theirs.data) and np.array_equal(ours.y, theirs.target)
    assert list(ours.class_names) == list(theirs.target_names)


def learnt(neuron):
    return np.append(neuron.weight, neuron.bias)


def theirs(model):
    return np.append(model.coef_[0], model.intercept_[0])


@pytest.mark.parametrize("species", [0, 1, 2])
@pytest.mark.parametrize("epochs", [1, 2, 7, 40])
def test_weights_equal_scikit_learn_s_without_shuffling(species, epochs, linear_model):
    iris = load_iris()
    y = np.where(iris.y == species, 1, -1)
    model = linear_model.Perceptron(shuffle=False, tol=None, max_iter=epochs).fit(iris.X, y)
    neuron = Perceptron(max_epochs=epochs).fit(iris.X, y)
    assert learnt(neuron).tolist() == theirs(model).tolist()
    assert np.array_equal(neuron.predict(iris.X), model.predict(iris.X))


@pytest.mark.parametrize(("rows", "features", "gap"), [(50, 3, 0.1), (1000, 20, 0.05), (300, 7, 0)])
def test_weights_equal_scikit_learn_s_on_random_points(rows, features, gap, linear_model):
    X, y, *_ = make_separable(rows, features, margin=gap, rng=np.random.default_rng(rows))
    neuron = Perceptron(max_epochs=30).fit(X, y)
    model = linear_model.Perceptron(shuffle=False, tol=None, max_iter=30).fit(X, y)
    np.testing.assert_allclose(learnt(neuron), theirs(model), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("epochs", [1, 3, 20])
def test_averages_equal_those_of_averaged_sgd(epochs, linear_model):
    iris = load_iris()
    y = np.where(iris.y == 1, 1, -1)  # never converges: scikit-learn would not stop either
    model = linear_model.SGDClassifier(
        loss="perceptron",
        penalty=None,
        learning_rate="constant",
        eta0=1,
        average=True,
        shuffle=False,
        tol=None,
        max_iter=epochs,
    ).fit(iris.X, y)
    neuron = AveragedPerceptron(max_epochs=epochs).fit(iris.X, y)
    np.testing.assert_allclose(learnt(neuron), theirs(model), rtol=1e-11)


def hard_pair():
    iris = load_iris()
    rows, _ = standardize(iris.X[50:], iris.X[:50])
    return rows, np.where(iris.y[50:] == 2, 1.0, -1.0)


def test_the_logistic_gradient_equals_torch_s(torch):
    X, y = hard_pair()
    rng = np.random.default_rng(0)
    w = torch.tensor(rng.standard_normal(4), requires_grad=True)
    b = torch.tensor(rng.standard_normal(), dtype=torch.float64, requires_grad=True)
    targets = torch.tensor((y + 1) / 2)
    scores = torch.tensor(X) @ w + b
    torch.nn.functional.binary_cross_entropy_with_logits(scores, targets).backward()
    ours = logistic_gradient(X, y, w.detach().numpy(), b.item())
    np.testing.assert_allclose(np.append(*ours), np.append(w.grad, b.grad), rtol=1e-12)


def test_a_hundred_steps_equal_torch_s(torch):
    X, y = hard_pair()
    layer = torch.nn.Linear(4, 1, dtype=torch.float64)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer, losses = torch.optim.SGD(layer.parameters(), lr=0.5), []
    for _ in range(100):
        optimizer.zero_grad()
        loss = torch.nn.functional.soft_margin_loss(layer(torch.tensor(X))[:, 0], torch.tensor(y))
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    neuron = LogisticNeuron(lr=0.5, max_steps=100).fit(X, y)
    np.testing.assert_allclose(neuron.weight, layer.weight.detach()[0], rtol=1e-10)
    np.testing.assert_allclose(neuron.bias, layer.bias.item(), rtol=1e-10)
    np.testing.assert_allclose(neuron.losses, losses, rtol=1e-12)


def test_the_resting_place_is_logistic_regression(linear_model):
    rng = np.random.default_rng(2)
    X = rng.standard_normal((200, 3))
    y = np.where(X @ [1.0, -2.0, 0.5] + rng.logistic(size=200) > 0, 1, -1)
    neuron = LogisticNeuron(lr=2.0, max_steps=5000, tol=1e-10).fit(X, y)
    model = linear_model.LogisticRegression(C=np.inf, tol=1e-12, max_iter=1000).fit(X, y)
    assert neuron.converged
    np.testing.assert_allclose(learnt(neuron), theirs(model), rtol=1e-6)
    np.testing.assert_allclose(neuron.predict_proba(X), model.predict_proba(X)[:, 1], rtol=1e-6)
