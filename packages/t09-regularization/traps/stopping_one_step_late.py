"""It waits for more than patience bad steps."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "patience 3"
CHANGES = [
    ("self.bad_steps >= self.patience", "self.bad_steps > self.patience"),
]
