"""`< 0` when counting: weights of zero would look perfect."""

EXERCISE = "PocketPerceptron.fit"
MESSAGE = "a tie is a mistake"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    v = np.zeros(Z.shape[1])
    best, fewest = v, len(Z)
    for order in row_orders(len(Z), self.max_epochs, rng):
        count = 0
        for z in Z[order]:
            if z @ v <= 0:
                v = v + z
                count += 1
                errors = int(np.count_nonzero(Z @ v < 0))
                if errors < fewest:
                    best, fewest = v, errors
        self.mistakes.append(count)
        if count == 0:
            self.converged = True
            break
    self.training_errors = fewest
    return self._keep(best)
