"""The rate falls with the patience-th bad metric instead of the one after it."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "the third reduces"
CHANGES = [
    ("self.bad_steps > self.patience", "self.bad_steps >= max(self.patience, 1)"),
]
