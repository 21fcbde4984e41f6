"""Metrics right after a reduction count against it at once."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "cooldown"


def step(self, metric):
    if self.is_better(metric):
        self.best = metric
        self.bad_steps = 0
    else:
        self.bad_steps += 1
    if self.bad_steps > self.patience:
        self.reduce()
        self.cooldown_left = self.cooldown
        self.bad_steps = 0
