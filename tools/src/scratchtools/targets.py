"""What a milestone has to reach: `[tool.topic.milestone]` of a topic's pyproject.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scratchtools.metadata import Table

KEYS = frozenset({"seeds", "seconds", "targets"})
REAL_KEYS = KEYS | {"dataset", "long"}


@dataclass(frozen=True)
class Target:
    """The limit of one metric, judged on the mean over the seeds; both ends are included."""

    min: float | None = None
    max: float | None = None

    def met(self, value: float) -> bool:
        """Say whether `value` is inside the limits (never for NaN)."""
        low = self.min is None or value >= self.min
        high = self.max is None or value <= self.max
        return low and high and value == value

    def __str__(self) -> str:
        parts = [f">= {self.min:g}" if self.min is not None else ""]
        parts += [f"<= {self.max:g}" if self.max is not None else ""]
        return " and ".join(part for part in parts if part)


@dataclass(frozen=True)
class Milestone:
    """The seeds to run, the limit of each metric, and how many seconds a run should take.

    `real` is the same for a dataset that is used where it has been fetched: its name is `dataset`.
    `long` is the same for a longer schedule on it.
    """

    seeds: tuple[int, ...]
    targets: Mapping[str, Target]
    seconds: float | None = None
    dataset: str = ""
    real: Milestone | None = None
    long: Milestone | None = None


def read_milestone(own: Table) -> Milestone | None:
    """Return the milestone of the table [tool.topic], if there is one."""
    if "milestone" not in own.value:
        return None
    name = f"{own.name}.milestone"
    table = Table(own.file, name, own.value["milestone"], KEYS | {"real"})
    seeds = _seeds(table)
    real = None
    if "real" in table.value:
        real = _real(Table(own.file, f"{name}.real", table.value["real"], REAL_KEYS), seeds)
    return replace(_milestone(table, seeds), real=real)


def _real(table: Table, seeds: tuple[int, ...]) -> Milestone:
    seeds, dataset, long = _seeds(table, seeds), table.get("dataset", str), None
    if "long" in table.value:
        inner = Table(table.file, f"{table.name}.long", table.value["long"], KEYS)
        long = _milestone(inner, _seeds(inner, seeds), f"{dataset} long")
    return replace(_milestone(table, seeds, dataset), long=long)


def _milestone(table: Table, seeds: tuple[int, ...], dataset: str = "") -> Milestone:
    seconds = None
    if "seconds" in table.value:
        seconds = float(table.between("seconds", (int, float), 1, 24 * 3600))
    return Milestone(seeds, _targets(table), seconds, dataset)


def _seeds(table: Table, default: tuple[int, ...] = ()) -> tuple[int, ...]:
    seeds = list(default) if default and "seeds" not in table.value else table.get("seeds", list)
    if not seeds or not all(type(seed) is int for seed in seeds):
        table.fail("seeds", f"must be a list of at least one whole number, got {seeds!r}")
    return tuple(seeds)


def _targets(table: Table) -> dict[str, Target]:
    limits = {}
    for metric, limit in table.get("targets", dict).items():
        name = f"{table.name}.targets.{metric}"
        ends = Table(table.file, name, limit, frozenset({"min", "max"}))
        values = {end: float(ends.get(end, (int, float))) for end in ends.value}
        if not values:
            table.fail(f"targets.{metric}", "needs `min` or `max`")
        limits[metric] = Target(**values)
    if not limits:
        table.fail("targets", "needs at least one metric")
    return limits
