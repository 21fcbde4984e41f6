"""Any gain counts, however small."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "less than 0.1 below"
CHANGES = [
    (
        'bar = self.best + (self.min_delta if self.mode == "max" else -self.min_delta)',
        "bar = self.best",
    ),
]
