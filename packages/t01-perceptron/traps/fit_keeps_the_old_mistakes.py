"""A second fit appends to the list of the first."""

EXERCISE = "Perceptron.fit"
MESSAGE = "every call of fit starts afresh"


def fit(self, X, y, *, rng=None):
    earlier = self.mistakes
    Z = self._begin(X, y)
    self.mistakes = earlier
    v = np.zeros(Z.shape[1])
    for order in row_orders(len(Z), self.max_epochs, rng):
        v, wrong = one_pass(Z[order], v)
        self.mistakes.append(len(wrong))
        if len(wrong) == 0:
            self.converged = True
            break
    return self._keep(v)
