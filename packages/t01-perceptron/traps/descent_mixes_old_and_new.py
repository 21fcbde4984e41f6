"""The weights step first and the bias uses a gradient taken after that step."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "from zero, minus 6 times the gradient"


def fit(self, X, y):
    X = check_rows(X)
    y = check_labels(y, len(X))
    w, b = np.zeros(X.shape[1]), 0.0
    self.losses, self.converged = [], False
    for _ in range(self.max_steps):
        self.losses.append(logistic_loss(X, y, w, b))
        slope_w, slope_b = logistic_gradient(X, y, w, b)
        if max(abs(slope_w).max(), abs(slope_b)) <= self.tol:
            self.converged = True
            break
        w = w - self.lr * slope_w
        b = b - self.lr * logistic_gradient(X, y, w, b)[1]
    self.weight, self.bias = w, float(b)
    return self
