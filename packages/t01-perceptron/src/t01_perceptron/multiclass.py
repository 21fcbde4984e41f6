"""One set of weights per class: the highest score wins, and a mistake moves two of them."""

import numpy as np

from t01_perceptron.checks import check_rows
from t01_perceptron.perceptron import FIRST_BLOCK, fold_labels, row_orders


def multiclass_pass(A, own, W):  # exercise
    """Visit the rows once, in order, correcting after every mistake; return (new W, mistakes).

    A holds the rows with a 1 at the end for the bias, (N, D + 1); own the class index of each
    row, (N,); W one row of weights per class, (K, D + 1). The rival of a row is the class with
    the highest score among the others (the first of equals). The row is a mistake when its own
    class does not score strictly more than the rival: then the row is added to the weights of
    its own class and taken from the rival's. The W passed in stays as it was.
    """
    W, mistakes, start, size = W.copy(), 0, 0, FIRST_BLOCK
    while start < len(A):
        scores = A[start : start + size] @ W.T  # (size, K)
        mine = own[start : start + size, None]
        target = np.take_along_axis(scores, mine, axis=1)[:, 0]
        np.put_along_axis(scores, mine, -np.inf, axis=1)  # a row is no rival of itself
        mistaken = target <= scores.max(axis=1)
        first = int(mistaken.argmax())
        if mistaken[first]:
            row = A[start + first]
            W[own[start + first]] += row
            W[scores[first].argmax()] -= row
            mistakes += 1
            start, size = start + first + 1, FIRST_BLOCK
        else:
            start, size = start + size, 2 * size
    return W, mistakes


class MultiClassPerceptron:
    """A perceptron for two or more classes, whose labels may be any numbers or strings.

    After `fit`: `classes` (K,) sorted, `weight` (K, D), `bias` (K,), `mistakes` per epoch,
    `converged` (Kesler's rule: Nilsson, "Learning machines", 1965).
    """

    def __init__(self, *, max_epochs=1000):
        if max_epochs < 1:
            raise ValueError(f"max_epochs must be at least 1; got {max_epochs}")
        self.max_epochs = max_epochs
        self.classes = self.weight = self.bias = None
        self.mistakes = []
        self.converged = False

    def fit(self, X, y, *, rng=None):  # exercise
        """Pass over the rows until an epoch has no mistake or `max_epochs` are used up.

        Starts afresh from zero weights; with `rng` in a new order each epoch. Returns self.
        """
        A, own = self._begin(X, y)
        W = np.zeros((len(self.classes), A.shape[1]))
        for order in row_orders(len(A), self.max_epochs, rng):
            W, wrong = multiclass_pass(A[order], own[order], W)
            self.mistakes.append(wrong)
            if wrong == 0:
                self.converged = True
                break
        self.weight, self.bias = W[:, :-1], W[:, -1]
        return self

    def decision_function(self, X):
        """Return the score of every row for every class: (N, K)."""
        if self.weight is None:
            raise RuntimeError("this MultiClassPerceptron has not learnt yet: call fit(X, y)")
        return check_rows(X, features=self.weight.shape[1]) @ self.weight.T + self.bias  # (N, K)

    def predict(self, X):
        """Return the class with the highest score for each row, the first of equals."""
        return self.classes[self.decision_function(X).argmax(axis=1)]

    def _begin(self, X, y):
        """Check the data and set `classes`; return rows ending in 1 and their class indices."""
        X, y = check_rows(X), np.asarray(y)
        if y.shape != (len(X),):
            raise ValueError(
                f"y must hold one label for each of the {len(X)} rows, shape ({len(X)},); "
                f"got shape {y.shape}"
            )
        if y.dtype.kind == "f" and np.isnan(y).any():
            raise ValueError("y must name a class for each row; it holds nan")
        classes, own = np.unique(y, return_inverse=True)
        if len(classes) < 2:
            raise ValueError(f"y must name at least two classes; got only {classes[0]!r}")
        self.classes, self.mistakes, self.converged = classes, [], False
        return fold_labels(X, np.ones(len(X))), own
