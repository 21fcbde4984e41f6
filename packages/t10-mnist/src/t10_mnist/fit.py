"""fit: epochs, validation, early stopping and checkpoints from which a run goes on bit by bit."""

import glob
import os
from functools import cached_property
from pathlib import Path

from t03_optimizers import ReduceLROnPlateau

from t10_mnist.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from t10_mnist.identity import (
    around,
    describe,
    describe_loader,
    describe_model,
    describe_options,
)
from t10_mnist.progress import Progress, ProgressBar
from t10_mnist.training import RunningMeans, evaluate, train_epoch

OWN = ("epoch", "step", "history", "stopped", "best")  # of a Run's state; its parts have more


def fit(
    model,
    loader,
    *,
    loss,
    optimizer,
    epochs,
    schedule=None,
    validation=None,
    metrics=None,
    early_stopping=None,
    average=None,
    monitor="validation_loss",
    checkpoint=None,
    checkpoint_every=None,
    progress=True,
):
    """Train for `epochs` epochs; return the history, a dict of lists with one entry per epoch.

    The history holds "loss" and the `metrics` by their names, "lr", and what `validation`, another
    loader, gives: "validation_loss" and so on. A schedule moves on after each step, a
    ReduceLROnPlateau after each epoch. `early_stopping` and ReduceLROnPlateau look at `monitor`, an
    entry of the history; with early stopping the model ends with the weights of its best epoch.

    `average.update()`, of an object with a `state_dict`, is called after each step.

    `checkpoint` names a file, written after each epoch and after every `checkpoint_every` steps. If
    it is there already, the run goes on from it and ends with the very bits of an uninterrupted
    one; CheckpointError is raised when it is damaged or of another model, loss, optimizer, schedule
    or data. `progress` is True for a bar on stderr, False for silence, or a `Progress` of your own.
    """
    parts = {"model": model, "loader": loader, "optimizer": optimizer, "schedule": schedule}
    parts |= {"validation": validation, "early_stopping": early_stopping, "average": average}
    run = Run(parts, {"loss": loss, "metrics": metrics}, epochs, monitor)
    if not isinstance(progress, Progress):
        progress = ProgressBar() if progress else Progress()
    run.go(checkpoint, checkpoint_every, progress)
    return run.history


class Run:
    """A training run and all of its state: `epoch` epochs and `step` steps of the next are done.

    `parts` are what it is made of, by name; `measures` the loss and the metrics.
    """

    def __init__(self, parts, measures, epochs, monitor):
        self.parts, self.measures, self.monitor = parts, measures, monitor
        self.model, self.loader = parts["model"], parts["loader"]
        self.optimizer, self.schedule = parts["optimizer"], parts["schedule"]
        self.validation, self.early_stopping = parts["validation"], parts["early_stopping"]
        self.plateau = isinstance(self.schedule, ReduceLROnPlateau)
        self.epochs, self.steps = epochs, len(self.loader)
        self.epoch = self.step = 0
        self.running = RunningMeans()
        self.history = {}
        self.stopped = False
        self.best = None
        self._check(measures["metrics"])

    def _check(self, metrics):
        if self.epochs < 1:
            raise ValueError(f"epochs must be at least 1, got {self.epochs}")
        if self.steps < 1:
            raise ValueError("loader has no batch: there is nothing to train on")
        if self.validation is not None and len(self.validation) < 1:
            raise ValueError("validation has no batch: there is nothing to measure")
        names = ["loss", *(metrics or {})]
        known = [*names, *(f"validation_{name}" for name in names if self.validation is not None)]
        if (self.plateau or self.early_stopping is not None) and self.monitor not in known:
            raise ValueError(f"monitor is {self.monitor!r}, the history will have {known}")

    @cached_property
    def identity(self):
        """What the run is made of, by name: descriptions that a checkpoint is compared with."""
        names, optimizer = list(self.measures["metrics"] or {}), self.optimizer
        average = self.parts["average"]
        return {
            "model": describe_model(self.model),
            "loss": describe(self.measures["loss"]),
            "optimizer": f"{type(optimizer).__name__} {optimizer.defaults}",
            "schedule": describe_options(self.schedule),
            "data": describe_loader(self.loader),
            "validation": describe_loader(self.validation),
            "early_stopping": f"{describe_options(self.early_stopping)} of {self.monitor}",
            "metrics": f"{names}",
            **({"average": describe_options(average)} if average is not None else {}),
        }

    @property
    def means(self):
        """The means over the epoch that runs, as far as it is."""
        return self.running.means()

    def go(self, checkpoint, every, progress):
        """Train what is left of the run; keep it in the file `checkpoint` as it goes on."""
        if every is not None and (checkpoint is None or every < 1):
            needed = "needs checkpoint" if checkpoint is None else "must be at least 1"
            raise ValueError(f"checkpoint_every {needed}, got {every}")
        if every is not None and "loader" not in self._keepers():
            kind = type(self.loader).__name__
            raise ValueError(f"checkpoint_every needs a loader with a state_dict, got a {kind}")
        if checkpoint is not None and os.path.exists(checkpoint):
            self.resume(checkpoint)

        def save():
            if checkpoint is not None:
                save_checkpoint(checkpoint, self.state_dict())

        def after_step(samples):
            self.step += 1
            if self.parts["average"] is not None:
                self.parts["average"].update()
            progress.step(self, samples)
            if every and self.step % every == 0 and self.step < self.steps:
                save()

        progress.begin(self)
        try:
            while self.epoch < self.epochs and not self.stopped:
                self.train_epoch(after_step)
                save()
                progress.epoch(self)
        finally:
            progress.end(self)
        if self.best is not None:
            self.model.load_state_dict(self.best)

    def train_epoch(self, after_step):
        """Train an epoch or what is left of it, measure, and note both in the history."""
        try:
            figures = train_epoch(
                self.model,
                self.loader,
                optimizer=self.optimizer,
                schedule=None if self.plateau else self.schedule,
                running=self.running,
                after_step=after_step,
                **self.measures,
            )
        except FloatingPointError as error:
            place = f"epoch {self.epoch + 1}, step {self.step + 1}"
            raise FloatingPointError(f"{place}: {error}") from error
        if self.validation is not None:
            measured = evaluate(self.model, self.validation, **self.measures)
            figures |= {f"validation_{name}": value for name, value in measured.items()}
        figures["lr"] = float(self.optimizer.param_groups[0]["lr"])
        for name, value in figures.items():
            self.history.setdefault(name, []).append(value)
        if self.plateau:
            self.schedule.step(figures[self.monitor])
        if self.early_stopping is not None:
            self._consider(figures[self.monitor])
        self.epoch, self.step, self.running = self.epoch + 1, 0, RunningMeans()

    def _consider(self, value):
        """Hand the epoch's figure to early stopping; keep the weights if it is the best so far."""
        self.stopped = bool(self.early_stopping.step(value))
        if self.early_stopping.improved:
            self.best = self.model.state_dict()

    def _keepers(self):
        """Return the parts that have a state of their own, by name; a list of batches has none."""
        return {name: part for name, part in self.parts.items() if hasattr(part, "state_dict")}

    def state_dict(self):
        """Return all that the rest of the run depends on."""
        return {
            "identity": self.identity,
            **{name: getattr(self, name) for name in OWN},
            "running": vars(self.running),
            "generators": {
                name: rng.bit_generator.state for name, rng in self.model.named_generators()
            },
            **{name: part.state_dict() for name, part in self._keepers().items()},
        }

    def resume(self, file):
        """Take over the state in a checkpoint; refuse one of another run before any change."""
        state = load_checkpoint(file)
        for part, here in self.identity.items():
            there = state.get("identity", {}).get(part, "nothing")
            if there != here:
                raise CheckpointError(
                    file,
                    f"is of another {part}: {around(there, here)}\n"
                    f"this run has {around(here, there)}\n"
                    "continue with what it was made with, or name another file",
                )
        try:
            self._load(state)
        except (KeyError, ValueError, TypeError) as error:
            raise CheckpointError(file, f"{type(error).__name__}: {error}") from error
        _remove_halves(file)

    def _load(self, state):
        own = {name: state[name] for name in OWN}
        generators = dict(self.model.named_generators())
        states = {name: state[name] for name in (*self._keepers(), "running", "generators")}
        for name, part in self._keepers().items():
            part.load_state_dict(states[name])
        for name, rng in generators.items():  # last: it may be the loader's as well
            rng.bit_generator.state = states["generators"][name]
        vars(self).update(own)
        vars(self.running).update(states["running"])


def _remove_halves(file):
    """Remove what earlier kills left beside the file while it was being written (`replacing`)."""
    file = Path(file)
    for half in file.parent.glob(f".{glob.escape(file.name)}.{'[0-9a-f]' * 8}"):
        half.unlink(missing_ok=True)
