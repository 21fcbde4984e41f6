"""A moving average of a network's weights: what it would be without the last steps' noise."""

from contextlib import contextmanager


class EMA:
    """The exponential moving average of a model's parameters and buffers.

    `update()` after each step of the optimizer; `with ema.applied():` evaluates the average.
    Buffers are averaged too: batch norm's running statistics belong to the weights they came from.
    `decay` is what stays of the average in a step; it begins lower (`current_decay`), because the
    first weights are random. Source: Polyak and Juditsky, 1992, with a forgetting average.
    """

    def __init__(self, model, decay=0.999, *, warmup=True):
        if not 0 <= decay < 1:
            raise ValueError(f"decay must be from 0 to below 1, got {decay}")
        self.model, self.decay, self.warmup = model, decay, warmup
        self.steps = 0
        self.average = {path: array.copy() for path, array in arrays(model).items()}

    def current_decay(self):
        """Return the decay of the next update; warming up, at most (1 + steps) / (10 + steps)."""
        return min(self.decay, (1 + self.steps) / (10 + self.steps)) if self.warmup else self.decay

    def update(self):  # exercise
        """Move each average towards the model: average <- decay * average + (1 - decay) * current.

        In place and in the array's dtype, with the same `current_decay()` for all of `average`;
        `steps` counts the updates. Arrays of integers (counters) are copied.
        """
        keep = self.current_decay()
        self.steps += 1
        for path, current in arrays(self.model).items():
            average = self.average[path]
            if average.dtype.kind == "f":
                average += (1 - keep) * (current - average)
            else:
                average[...] = current

    def copy_to(self, model):
        """Write the average into a model of the same structure, in place."""
        own = arrays(model)
        _require_same("model", own, self.average)
        for path, array in own.items():
            array[...] = self.average[path]

    def swap(self):
        """Exchange the model's arrays and the average, in place; twice is as before."""
        for path, array in arrays(self.model).items():
            average, current = self.average[path], array.copy()
            array[...] = average
            average[...] = current

    @contextmanager
    def applied(self):
        """Give the model its average for the length of a `with` block."""
        self.swap()
        try:
            yield self.model
        finally:
            self.swap()

    def state_dict(self):
        """Return the average, copied, and the number of updates, for a checkpoint."""
        average = {path: array.copy() for path, array in self.average.items()}
        return {"steps": self.steps, "average": average}

    def load_state_dict(self, state):
        """Go on from a `state_dict`; ValueError names an array that this model does not have."""
        _require_same("state", state["average"], self.average)
        for path, array in state["average"].items():
            self.average[path][...] = array
        self.steps = int(state["steps"])

    def __repr__(self):
        return f"EMA(decay={self.decay}, warmup={self.warmup}, steps={self.steps})"


def arrays(model):
    """Return the memory of a model's parameters and buffers by path, each array once."""
    found = {path: parameter.data for path, parameter in model.named_parameters()}
    return found | dict(model.named_buffers())


def _require_same(name, given, expected):
    """Raise ValueError unless both dicts have the same paths, with arrays of the same shapes."""
    for path in [*given, *expected]:
        shapes = [found[path].shape if path in found else None for found in (given, expected)]
        if shapes[0] != shapes[1]:
            raise ValueError(f"{name}: {path} has shape {shapes[0]}, expected {shapes[1]}")
