"""The rows are shuffled once before training instead of once per epoch."""

EXERCISE = "Perceptron.fit"
MESSAGE = "in its own permutation"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    v = np.zeros(Z.shape[1])
    if rng is not None:
        Z = Z[rng.permutation(len(Z))]
    for order in row_orders(len(Z), self.max_epochs):
        v, wrong = one_pass(Z[order], v)
        self.mistakes.append(len(wrong))
        if len(wrong) == 0:
            self.converged = True
            break
    return self._keep(v)
