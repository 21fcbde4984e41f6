"""The loss is noted after the step, so the first entry is not log(2)."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "each loss is noted before its step"


def fit(self, X, y):
    X = check_rows(X)
    y = check_labels(y, len(X))
    w, b = np.zeros(X.shape[1]), 0.0
    self.losses, self.converged = [], False
    for _ in range(self.max_steps):
        slope_w, slope_b = logistic_gradient(X, y, w, b)
        if max(abs(slope_w).max(), abs(slope_b)) <= self.tol:
            self.converged = True
            break
        w, b = w - self.lr * slope_w, b - self.lr * slope_b
        self.losses.append(logistic_loss(X, y, w, b))
    self.weight, self.bias = w, float(b)
    return self
