"""A second fit appends to the list of the first."""

EXERCISE = "Perceptron.fit"
MESSAGE = "every call of fit starts afresh"
CHANGES = [
    (
        "Z = self._begin(X, y)\n",
        """
        earlier = self.mistakes
        Z = self._begin(X, y)
        self.mistakes = earlier
        """,
    ),
]
