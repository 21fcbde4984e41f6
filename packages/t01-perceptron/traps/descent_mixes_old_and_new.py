"""The weights step first and the bias uses a gradient taken after that step."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "from zero, minus 6 times the gradient"
CHANGES = [
    (
        "w, b = w - self.lr * slope_w, b - self.lr * slope_b\n",
        """
        w = w - self.lr * slope_w
        b = b - self.lr * logistic_gradient(X, y, w, b)[1]
        """,
    ),
]
