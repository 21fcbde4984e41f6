"""The perceptron, and two ways to make its answer steadier on data no line can separate."""

import numpy as np

from t01_perceptron.checks import check_labels, check_rows
from t01_perceptron.neuron import LinearNeuron

FIRST_BLOCK = 128


def fold_labels(X, y):
    """Return z = y * (x, 1) for every row: shape (N, D + 1).

    The 1 takes the bias in as one more weight, v = (w, b), and the label's sign turns every row
    so that it asks for the same: z @ v > 0. The whole rule becomes "while z @ v <= 0, add z to v".
    """
    Z = np.empty((len(X), X.shape[1] + 1))
    np.multiply(X, y[:, None], out=Z[:, :-1])  # straight into place: ten times column_stack's speed
    Z[:, -1] = y
    return Z


def row_orders(rows, epochs, rng=None):
    """Yield one index per epoch: all rows as they stand, or a fresh permutation drawn from rng."""
    for _ in range(epochs):
        yield slice(None) if rng is None else rng.permutation(rows)


def one_pass(Z, v):  # exercise
    """Visit the folded rows of `fold_labels` once; return (new v, indices of the mistaken rows).

    The result is that of `one_pass_loop`: row i is a mistake when Z[i] @ v <= 0, and is then
    added to v before the next row is looked at. The v passed in stays as it was; the indices
    are an integer array, in the order of the visits.
    """
    # Between two mistakes v stands still, so a block of rows is judged by one product. The block
    # starts small and doubles while all is well: few mistakes cost few products.
    wrong, start, size = [], 0, FIRST_BLOCK
    while start < len(Z):
        mistaken = Z[start : start + size] @ v <= 0  # (size,)
        first = int(mistaken.argmax())
        if mistaken[first]:
            wrong.append(start + first)
            v = v + Z[start + first]
            start, size = start + first + 1, FIRST_BLOCK
        else:
            start, size = start + size, 2 * size
    return v, np.array(wrong, dtype=np.intp)


class Perceptron(LinearNeuron):
    """Rosenblatt's perceptron for labels -1 and +1, starting from zero weights.

    After `fit`: `weight` (D,), `bias`, `mistakes` (how many in each epoch), and `converged`, True
    when the last epoch had none. At most `max_epochs` passes are made. There is no learning rate:
    from a zero start it would scale weight and bias alike and change no answer.
    """

    def __init__(self, *, max_epochs=1000):
        super().__init__()
        if max_epochs < 1:
            raise ValueError(f"max_epochs must be at least 1; got {max_epochs}")
        self.max_epochs = max_epochs
        self.mistakes = []
        self.converged = False

    def fit(self, X, y, *, rng=None):  # exercise
        """Pass over the rows until an epoch has no mistake or `max_epochs` are used up.

        Rows are visited as they stand or, with `rng`, in a new random order each epoch. Every
        call starts afresh from zero weights. Returns self.
        """
        Z = self._begin(X, y)
        v = np.zeros(Z.shape[1])
        for order in row_orders(len(Z), self.max_epochs, rng):
            v, wrong = one_pass(Z[order], v)
            self.mistakes.append(len(wrong))
            if len(wrong) == 0:
                self.converged = True
                break
        return self._keep(v)

    def _begin(self, X, y):
        """Check the data, forget what earlier training noted, and return the folded rows."""
        X = check_rows(X)
        y = check_labels(y, len(X))
        self.mistakes, self.converged = [], False
        return fold_labels(X, y)

    def _keep(self, v):
        """Split v = (weight, bias) into the two attributes and return self."""
        self.weight, self.bias = v[:-1], float(v[-1])
        return self


class AveragedPerceptron(Perceptron):
    """Answer with the mean of the weights after every single visit, mistake or not.

    A weight that has survived many rows counts for as many (Freund and Schapire, "Large margin
    classification using the perceptron algorithm", Machine Learning 37, 1999, section 2).
    """

    def fit(self, X, y, *, rng=None):  # exercise
        """Train as Perceptron does; keep the average of v over all visits of all epochs made.

        The average is taken after each visit, so N rows and E epochs give N * E terms.
        """
        Z = self._begin(X, y)
        v, total, visits = np.zeros(Z.shape[1]), np.zeros(Z.shape[1]), 0
        for order in row_orders(len(Z), self.max_epochs, rng):
            rows, before = Z[order], v
            v, wrong = one_pass(rows, v)
            self.mistakes.append(len(wrong))
            # `before` is in all N terms of this epoch, row i only in those from visit i on.
            total += len(rows) * before + (len(rows) - wrong) @ rows[wrong]
            visits += len(rows)
            if len(wrong) == 0:
                self.converged = True
                break
        return self._keep(total / visits)


class PocketPerceptron(Perceptron):
    """Answer with the best weights met on the way, kept "in the pocket".

    After `fit`, `training_errors` says how many training rows those still get wrong (Gallant,
    "Perceptron-based learning algorithms", IEEE Transactions on Neural Networks 1, 1990; the
    variant with ratchet).
    """

    def __init__(self, *, max_epochs=1000):
        super().__init__(max_epochs=max_epochs)
        self.training_errors = None

    def fit(self, X, y, *, rng=None):  # exercise
        """Train as Perceptron does; keep the v with the fewest mistakes on all of the rows.

        Each v met after a correction is tried; of equally good ones the first is kept. A score
        of exactly 0 is a mistake here too. Sets `training_errors`.
        """
        Z = self._begin(X, y)
        v = np.zeros(Z.shape[1])
        best, fewest = v, len(Z)  # at zero every score is 0, so every row is wrong
        for order in row_orders(len(Z), self.max_epochs, rng):
            rows, before = Z[order], v
            v, wrong = one_pass(rows, v)
            self.mistakes.append(len(wrong))
            if len(wrong) == 0:
                self.converged = True
                break
            for met in np.cumsum(np.vstack([before, rows[wrong]]), axis=0)[1:]:
                errors = np.count_nonzero(Z @ met <= 0)
                if errors < fewest:
                    best, fewest = met, errors
        self.training_errors = int(fewest)
        return self._keep(best)
