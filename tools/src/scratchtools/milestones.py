"""The command `scratch milestone`: train each milestone, once per seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    TopicParam,
    fail,
    json_option,
    known_topics,
    print_json,
    topics_argument,
)
from scratchtools.milestone_report import Run, not_finite, print_report, report
from scratchtools.units import available_cores, child_environment, core_unit

if TYPE_CHECKING:
    from scratchtools.targets import Milestone
    from scratchtools.topics import Topic

LIMIT = 6 * 3600  # seconds for one run: a milestone is a training run
SMOKE_LIMIT = 120


@dataclass(frozen=True)
class Order:
    """How the runs were asked for: short, with the learner's code, on the real dataset, longer."""

    smoke: bool = False
    mine: bool = False
    real: bool = False
    data: Path | None = None
    long: bool = False

    @property
    def kind(self) -> str:
        """The word that tells the child process which run to make."""
        if self.smoke or not self.real:
            return "smoke" if self.smoke else "full"
        return "long" if self.long else "real"


@click.command(epilog="Example: scratch milestone t10 --json")
@topics_argument()
@click.option("--topic", "chosen", type=TopicParam(), multiple=True, help="The same as TOPIC.")
@click.option("--smoke", is_flag=True, help="One short run each; targets are not judged.")
@click.option("--mine", is_flag=True, help="Run your own code in learn/, not the reference.")
@click.option("--embedded", is_flag=True, help="Leave out the datasets that have to be fetched.")
@click.option("--long", is_flag=True, help="Train longer on the dataset that has to be fetched.")
@click.option(
    "--data-dir",
    "data",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where fetched datasets are (default: $SCRATCH_DATA, else the user's cache).",
)
@json_option
def command(
    topics: tuple[Topic, ...],
    chosen: tuple[Topic, ...],
    smoke: bool,
    mine: bool,
    embedded: bool,
    long: bool,
    data: Path | None,
    as_json: bool,
) -> None:
    """Train the milestones and compare the mean over their seeds with the targets.

    A topic that has a real dataset besides its embedded one trains on both; where the real one
    was not fetched, the report says how to get it. --long takes the longer schedule on it. Each
    seed runs in a process of its own, with as many BLAS threads as there are cores. Exit code 1
    when a run fails, gives a number that is not finite, or misses a target; the seconds per run are
    reported beside their target, not judged.
    """
    if long and (smoke or embedded):
        word = "--smoke" if smoke else "--embedded"
        raise click.UsageError(f"--long trains on a fetched dataset, {word} leaves it out")
    chosen = tuple({topic.id: topic for topic in (*topics, *chosen)}.values())
    topics = known_topics()
    reports = []
    for topic in _wanted(topics, chosen, long):
        order = Order(smoke, mine, False, data.resolve() if data else None, long)
        found = run_milestone(topic, topics, topic.milestone, order)
        reports.append(found)
        if not as_json:
            print_report(found)
        if topic.milestone.real and not smoke and not embedded:
            real = topic.milestone.real.long if long else topic.milestone.real
            found["real"] = run_milestone(topic, topics, real, replace(order, real=True))
            found["ok"] = found["ok"] and found["real"]["ok"]
            if not as_json:
                print_report(found["real"])
    ok = all(found["ok"] for found in reports)
    if as_json:
        print_json({"command": "milestone", "ok": ok, "smoke": smoke, "milestones": reports})
    elif not reports:
        click.echo(f"no topic has a {'longer schedule' if long else 'milestone'} yet")
    if not ok:
        raise SystemExit(1)


def _wanted(topics: dict[str, Topic], chosen: Sequence[Topic], long: bool) -> Sequence[Topic]:
    """Return the chosen topics, or all, that have a milestone; each chosen one must have it."""
    what = "longer schedule" if long else "milestone"
    having = [t for t in topics.values() if t.milestone]
    if long:
        having = [t for t in having if t.milestone.real and t.milestone.real.long]
    for topic in chosen:
        if topic.id not in [t.id for t in having]:
            names = ", ".join(t.id for t in having) or "none"
            fail(f"{topic.id} has no {what}", f"topics with a {what}: {names}")
    return chosen or having


def run_milestone(
    topic: Topic, topics: dict[str, Topic], milestone: Milestone, order: Order
) -> dict:
    """Run a milestone once per seed, one after the other (for smoke only once), and judge it."""
    from scratchtools.progress import progress

    paths = import_roots(topic, topics, order.mine)
    seeds = milestone.seeds[:1] if order.smoke else milestone.seeds
    runs = []
    with progress(" ".join((topic.id, milestone.dataset or "milestone")), len(seeds)) as tick:
        for seed in seeds:
            runs.append(run_seed(topic, seed, paths, order))
            tick(f"seed {seed}")
            if runs[-1].missing:
                break
    return report(topic, milestone, runs, order.smoke)


def import_roots(topic: Topic, topics: dict[str, Topic], mine: bool) -> list[Path]:
    """Return where the topic and what it builds on are imported from."""
    from scratchtools.topics import repository_root, with_prerequisites

    core = core_unit(repository_root()).source
    if not mine:
        return [topic.source, *(t.source for t in with_prerequisites(topic, topics)), core]
    from scratchtools.learner import Workspace
    from scratchtools.overlay import overlay, prerequisites

    workspace = Workspace.open()
    if not workspace.started(topic):
        fail(f"you have not started {topic.id}", f"scratch start {topic.id}")
    return [workspace.source(topic), *overlay(prerequisites(workspace, topic, topics)), core]


def run_seed(topic: Topic, seed: int, paths: Sequence[Path], order: Order) -> Run:
    """Run one seed in a child process."""
    module = "scratchtools.milestone_worker"
    limit = SMOKE_LIMIT if order.smoke else LIMIT
    environment = child_environment(paths, available_cores())
    data = order.data or os.environ.get("SCRATCH_DATA")
    if data:  # the child runs in another folder
        environment["SCRATCH_DATA"] = str(Path(data).resolve())
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", module, topic.import_name, str(seed), order.kind],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
            cwd=topic.folder,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return Run(seed, problem=f"did not finish within {limit} s")
    lines = child.stdout.splitlines()
    if child.returncode or not lines:
        return Run(seed, problem=f"ended with exit code {child.returncode}", detail=child.stderr)
    found = json.loads(lines[-1])
    if "missing" in found:
        return Run(seed, missing=found["missing"])
    if "error" in found:
        return Run(seed, problem=found["error"], detail=found["traceback"])
    return Run(seed, **found, problem=not_finite(found["metrics"]))
