"""The bridge to all that follows: a neuron that is wrong by degrees and learns by gradient."""

import numpy as np

from t01_perceptron.checks import check_labels, check_rows
from t01_perceptron.neuron import LinearNeuron, score


def logistic(s):  # exercise
    """Return 1 / (1 + exp(-s)) elementwise, without overflow at any finite score.

    0 gives 0.5, large scores approach 1, very negative ones 0.
    """
    small = np.exp(-np.abs(s))  # never above 1
    return np.where(np.asarray(s) >= 0, 1.0, small) / (1.0 + small)


def logistic_loss(X, y, w, b):
    """Return the mean of log(1 + exp(-y * score)): how surprised the neuron is by the labels."""
    s = y * score(X, w, b)  # (N,)
    return float((np.maximum(-s, 0.0) + np.log1p(np.exp(-np.abs(s)))).mean())


def logistic_gradient(X, y, w, b):  # exercise
    """Return the gradient of `logistic_loss`: an array (D,) for w and a number for b.

    With labels -1 and +1 every row pulls with strength logistic(-y * score): near 1 when it is
    badly wrong, near 0 when it is safely right. The gradient is minus the mean pull.
    """
    pull = y * logistic(-y * score(X, w, b))  # (N,)
    return -(pull @ X) / len(X), -float(pull.mean())


class LogisticNeuron(LinearNeuron):
    """Logistic regression for labels -1 and +1, trained by full-batch gradient descent from zero.

    After `fit`: `weight` (D,), `bias`, `losses` (the loss before each step), and `converged`,
    True when every entry of the gradient came down to `tol` within `max_steps` steps.
    """

    def __init__(self, *, lr=0.1, max_steps=1000, tol=1e-6):
        super().__init__()
        for name, value in {"lr": lr, "max_steps": max_steps, "tol": tol}.items():
            if not value > 0:
                raise ValueError(f"{name} must be above 0; got {value}")
        self.lr, self.max_steps, self.tol = lr, max_steps, tol
        self.losses = []
        self.converged = False

    def fit(self, X, y):  # exercise
        """Step against the gradient, lr times its length, until it is flat or steps run out.

        Each round notes the loss, takes the gradient, stops if no entry is larger than tol,
        and only then steps. Every call starts afresh from zero weights. Returns self.
        """
        X = check_rows(X)
        y = check_labels(y, len(X))
        w, b = np.zeros(X.shape[1]), 0.0
        self.losses, self.converged = [], False
        for _ in range(self.max_steps):
            self.losses.append(logistic_loss(X, y, w, b))
            slope_w, slope_b = logistic_gradient(X, y, w, b)
            if max(abs(slope_w).max(), abs(slope_b)) <= self.tol:
                self.converged = True
                break
            w, b = w - self.lr * slope_w, b - self.lr * slope_b
        self.weight, self.bias = w, float(b)
        return self

    def predict_proba(self, X):
        """Return the probability of the label +1 for each row: (N,)."""
        return logistic(self.decision_function(X))
