"""The three loops that every training run is made of: a step, an epoch, an evaluation."""

import math

from scratchcore import no_grad


class RunningMeans:
    """Means over samples of what is measured batch by batch."""

    def __init__(self):
        self.count = 0
        self.sums = {}

    def add(self, values, count):
        """Note a batch: `values` holds its means by name, `count` is its number of samples."""
        self.count += count
        for name, value in values.items():
            self.sums[name] = self.sums.get(name, 0.0) + value * count

    def means(self):
        """Return the mean of each value over all samples so far."""
        return {name: total / self.count for name, total in self.sums.items()}


def train_step(model, x, y, *, loss, optimizer, schedule=None):  # exercise
    """Improve the model on one batch; return the loss, a float, and the scores from before that.

    `schedule` moves on after the optimizer. A loss that is NaN or infinite raises
    FloatingPointError, and the parameters stay as they are.
    """
    optimizer.zero_grad()
    scores = model(x)  # (B, C)
    value = loss(scores, y)
    number = value.item()
    if not math.isfinite(number):
        raise FloatingPointError(f"the loss is {number}: lower the learning rate, look at the data")
    value.backward()
    optimizer.step()
    if schedule is not None:
        schedule.step()
    return number, scores


def train_epoch(  # exercise
    model, loader, *, loss, optimizer, schedule=None, metrics=None, running=None, after_step=None
):
    """Train in training mode on every batch (x, y) of the loader; return means over the samples.

    The dict holds "loss" and, by their names, the `metrics`: functions of (scores, y). `running`
    is a RunningMeans that may hold the first part of an interrupted epoch; `after_step(count)` is
    called after each batch, when its `count` samples are in the means.
    """
    running = RunningMeans() if running is None else running
    model.train()
    for x, y in loader:
        value, scores = train_step(model, x, y, loss=loss, optimizer=optimizer, schedule=schedule)
        running.add({"loss": value, **measure(scores, y, metrics)}, len(y))
        if after_step is not None:
            after_step(len(y))
    return running.means()


def evaluate(model, loader, *, loss, metrics=None):  # exercise
    """Return the means of "loss" and of the `metrics` over the samples of a loader, in a dict.

    In evaluation mode and without a graph; afterwards each module is in the mode it was in, also
    after an error. No sample counts more than another, also where the last batch is shorter.
    """
    modes, running = [(module, module.training) for module in model.modules()], RunningMeans()
    model.eval()
    try:
        with no_grad():
            for x, y in loader:
                scores = model(x)
                values = {"loss": loss(scores, y).item(), **measure(scores, y, metrics)}
                running.add(values, len(y))
    finally:
        for module, training in modes:
            module.training = training
    return running.means()


def measure(scores, y, metrics):
    """Return the value of every metric, by name, on the raw scores of one batch."""
    return {name: metric(scores.data, y) for name, metric in (metrics or {}).items()}
