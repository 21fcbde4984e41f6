"""A new best doesn't set the count of bad steps back."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "in a row"
CHANGES = [
    (
        "self.best, self.best_step, self.bad_steps = float(value), self.steps, 0",
        "self.best, self.best_step = float(value), self.steps",
    ),
]
