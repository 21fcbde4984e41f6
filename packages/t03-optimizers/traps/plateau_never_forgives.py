"""Bad metrics are counted in all, not in a row."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "in a row"
CHANGES = [
    ("self.best = metric\nself.bad_steps = 0\n", "self.best = metric\n"),
]
