"""The loop ends but `converged` stays False."""

EXERCISE = "Perceptron.fit"
MESSAGE = "converged must be True"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    v = np.zeros(Z.shape[1])
    for order in row_orders(len(Z), self.max_epochs, rng):
        v, wrong = one_pass(Z[order], v)
        self.mistakes.append(len(wrong))
        if len(wrong) == 0:
            break
    return self._keep(v)
