"""Only the weights after a mistake are averaged: a long success counts no more than a short one."""

EXERCISE = "AveragedPerceptron.fit"
MESSAGE = "one term per visit, mistake or not"


def fit(self, X, y, *, rng=None):
    Z = self._begin(X, y)
    v, total, visits = np.zeros(Z.shape[1]), np.zeros(Z.shape[1]), 0
    for order in row_orders(len(Z), self.max_epochs, rng):
        count = 0
        for z in Z[order]:
            if z @ v <= 0:
                v = v + z
                count += 1
                total += v
                visits += 1
        self.mistakes.append(count)
        if count == 0:
            self.converged = True
            break
    return self._keep(total / visits)
