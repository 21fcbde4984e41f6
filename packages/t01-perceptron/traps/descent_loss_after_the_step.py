"""The loss is noted after the step, so the first entry is not log(2)."""

EXERCISE = "LogisticNeuron.fit"
MESSAGE = "each loss is noted before its step"
CHANGES = [
    ("self.losses.append(logistic_loss(X, y, w, b))\n", ""),
    (
        "w, b = w - self.lr * slope_w, b - self.lr * slope_b\n",
        """
        w, b = w - self.lr * slope_w, b - self.lr * slope_b
        self.losses.append(logistic_loss(X, y, w, b))
        """,
    ),
]
