"""The rate falls with the patience-th bad metric instead of the one after it."""

EXERCISE = "ReduceLROnPlateau.step"
MESSAGE = "the third reduces"


def step(self, metric):
    if self.is_better(metric):
        self.best = metric
        self.bad_steps = 0
    else:
        self.bad_steps += 1
    if self.cooldown_left:
        self.cooldown_left -= 1
        self.bad_steps = 0
    if self.bad_steps >= max(self.patience, 1):
        self.reduce()
        self.cooldown_left = self.cooldown
        self.bad_steps = 0
