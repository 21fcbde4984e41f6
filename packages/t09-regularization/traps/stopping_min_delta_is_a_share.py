"""min_delta taken as a share of the best value: the larger the loss, the more is asked."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "less than 0.1 below the best"
CHANGES = [
    (
        'bar = self.best + (self.min_delta if self.mode == "max" else -self.min_delta)',
        'bar = self.best * (1 + self.min_delta if self.mode == "max" else 1 - self.min_delta)',
    ),
]
