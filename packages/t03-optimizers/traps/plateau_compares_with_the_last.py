"""The last metric is kept instead of the best."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "no better than the best"
CHANGES = [
    (
        """
        if self.is_better(metric):
            self.best = metric
            self.bad_steps = 0
        else:
            self.bad_steps += 1
        """,
        """
        if self.is_better(metric):
            self.bad_steps = 0
        else:
            self.bad_steps += 1
        self.best = metric
        """,
    ),
]
