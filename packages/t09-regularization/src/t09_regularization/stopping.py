"""Early stopping: end the training when validation has stopped getting better."""

import math


class EarlyStopping:
    """Say when a metric has not got better for `patience` steps in a row.

    Better is below best - min_delta for the mode "min", above best + min_delta for "max". `best` is
    the best value so far, `best_step` the step it came from (counted from 0), `bad_steps` how many
    have followed it; `improved` says whether the latest was the best: the time to keep a copy of
    the weights.
    """

    def __init__(self, patience=10, min_delta=0.0, mode="min"):
        if not isinstance(patience, int) or patience < 1:
            raise ValueError(f"patience must be a whole number from 1, got {patience!r}")
        if not min_delta >= 0:
            raise ValueError(f"min_delta must be at least 0, got {min_delta}")
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', got {mode!r}")
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best = math.inf if mode == "min" else -math.inf
        self.best_step, self.steps, self.bad_steps = None, 0, 0

    @property
    def improved(self):
        """Whether the latest value is the best."""
        return self.steps > 0 and self.best_step == self.steps - 1

    def step(self, value):  # exercise
        """Note one value and return whether to stop: after `patience` bad ones in a row.

        A value that isn't better than the best by more than min_delta is bad, and so is NaN.
        """
        bar = self.best + (self.min_delta if self.mode == "max" else -self.min_delta)
        if value > bar if self.mode == "max" else value < bar:
            self.best, self.best_step, self.bad_steps = float(value), self.steps, 0
        else:
            self.bad_steps += 1
        self.steps += 1
        return self.bad_steps >= self.patience

    def state_dict(self):
        """Return what a fresh EarlyStopping needs to continue."""
        return {name: getattr(self, name) for name in _STATE}

    def load_state_dict(self, state):
        """Continue where the one that returned `state` was."""
        if set(state) != set(_STATE):
            raise KeyError(f"state must have the keys {sorted(_STATE)}, got {sorted(state)}")
        for name in _STATE:
            setattr(self, name, state[name])


_STATE = ("best", "best_step", "steps", "bad_steps")
