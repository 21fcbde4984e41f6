"""The weights are set to zero inside the loop: every epoch repeats the first."""

EXERCISE = "Perceptron.fit"
MESSAGE = "each epoch goes on with the weights"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    for order in row_orders(len(Z), self.max_epochs, rng):
        v = np.zeros(Z.shape[1])
        v, wrong = one_pass(Z[order], v)
        self.mistakes.append(len(wrong))
        if len(wrong) == 0:
            self.converged = True
            break
    return self._keep(v)
