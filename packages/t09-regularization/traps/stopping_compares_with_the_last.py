"""A value is compared with the one before it instead of the best."""

EXERCISE = "EarlyStopping.step"
MESSAGE = "none of the last three"


def step(self, value):
    last = getattr(self, "last", self.best)
    bar = last + (self.min_delta if self.mode == "max" else -self.min_delta)
    if value > bar if self.mode == "max" else value < bar:
        self.best, self.best_step, self.bad_steps = float(value), self.steps, 0
    else:
        self.bad_steps += 1
    self.last = value
    self.steps += 1
    return self.bad_steps >= self.patience
