"""Each epoch starts from zero weights again."""

EXERCISE = "MultiClassPerceptron.fit"
MESSAGE = "each epoch goes on with the weights"


def fit(self, X, y, *, rng=None):
    A, own = self._begin(X, y)
    W = np.zeros((len(self.classes), A.shape[1]))
    for order in row_orders(len(A), self.max_epochs, rng):
        W, wrong = multiclass_pass(A[order], own[order], np.zeros((len(self.classes), A.shape[1])))
        self.mistakes.append(wrong)
        if wrong == 0:
            self.converged = True
            break
    self.weight, self.bias = W[:, :-1], W[:, -1]
    return self
