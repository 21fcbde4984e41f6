"""All epochs are made, also when nothing is left to learn."""

EXERCISE = "Perceptron.fit"
MESSAGE = "the first epoch without a mistake is the last"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    v = np.zeros(Z.shape[1])
    for order in row_orders(len(Z), self.max_epochs, rng):
        v, wrong = one_pass(Z[order], v)
        self.mistakes.append(len(wrong))
        if len(wrong) == 0:
            self.converged = True
    return self._keep(v)
