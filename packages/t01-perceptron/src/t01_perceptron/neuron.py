"""One neuron: a weighted sum, a yes or no, and the correction after a mistake."""

import numpy as np

from t01_perceptron.checks import check_rows


def score(X, w, b):  # exercise
    """Return one number per row: the row's features times the weights, summed, plus the bias.

    X has shape (N, D), w (D,), b is a number; the scores have shape (N,).
    """
    return X @ w + b  # (N,)


def decide(scores):  # exercise
    """Turn scores into labels: +1 where the score is above zero, -1 everywhere else.

    A score of exactly 0 gives -1, so that the answer is always one of the two labels.
    """
    return np.where(scores > 0, 1, -1)


def nudge(w, b, x, y):  # exercise
    """Return the weights and bias after learning from one row that was answered wrongly.

    x is the row (D,), y its true label, -1 or +1. Both are moved by y times what they were
    multiplied with: the weights met x, the bias met 1. The arrays passed in stay as they were.
    """
    return w + y * x, b + y


class LinearNeuron:
    """What every two-class neuron here can do once `fit` has set `weight` and `bias`."""

    def __init__(self):
        self.weight = None  # (D,) after fit
        self.bias = None

    def decision_function(self, X):
        """Return the score of each row: positive means +1, its size says how decidedly."""
        if self.weight is None:
            raise RuntimeError(f"this {type(self).__name__} has not learnt yet: call fit(X, y)")
        return score(check_rows(X, features=len(self.weight)), self.weight, self.bias)

    def predict(self, X):
        """Return a label, -1 or +1, for each row."""
        return decide(self.decision_function(X))
