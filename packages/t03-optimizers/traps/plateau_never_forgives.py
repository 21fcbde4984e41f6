"""Bad metrics are counted in all, not in a row."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "in a row"


def step(self, metric):
    if self.is_better(metric):
        self.best = metric
    else:
        self.bad_steps += 1
    if self.cooldown_left:
        self.cooldown_left -= 1
        self.bad_steps = 0
    if self.bad_steps > self.patience:
        self.reduce()
        self.cooldown_left = self.cooldown
        self.bad_steps = 0
