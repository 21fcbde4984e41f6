"""Only the bias's slope is compared with tol: balanced classes stop at once."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "only the bias's is 0: keep going"


def fit(self, X, y):
    X = check_rows(X)
    y = check_labels(y, len(X))
    w, b = np.zeros(X.shape[1]), 0.0
    self.losses, self.converged = [], False
    for _ in range(self.max_steps):
        self.losses.append(logistic_loss(X, y, w, b))
        slope_w, slope_b = logistic_gradient(X, y, w, b)
        if abs(slope_b) <= self.tol:
            self.converged = True
            break
        w, b = w - self.lr * slope_w, b - self.lr * slope_b
    self.weight, self.bias = w, float(b)
    return self
