"""The last metric is kept instead of the best."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "no better than the best"


def step(self, metric):
    if self.is_better(metric):
        self.bad_steps = 0
    else:
        self.bad_steps += 1
    self.best = metric
    if self.cooldown_left:
        self.cooldown_left -= 1
        self.bad_steps = 0
    if self.bad_steps > self.patience:
        self.reduce()
        self.cooldown_left = self.cooldown
        self.bad_steps = 0
