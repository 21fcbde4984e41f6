"""The command `scratch milestone`: train, measure over several seeds, judge the targets."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import TopicParam, fail, json_option, known_topics, print_json, relative
from scratchtools.units import available_cores, child_environment, core_unit

if TYPE_CHECKING:
    from scratchtools.topics import Milestone, Topic

LIMIT = 6 * 3600  # seconds for one run: a milestone is a training run
SMOKE_LIMIT = 120


@dataclass
class Run:
    """One seed's result, or the problem that kept it from finishing."""

    seed: int
    seconds: float = 0.0
    metrics: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[float]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    detail: str = ""


@click.command(epilog="Example: scratch milestone --topic t02 --topic t01 --json")
@click.option("--topic", "chosen", type=TopicParam(), multiple=True, help="Run this topic's only.")
@click.option("--smoke", is_flag=True, help="One short run each; targets are not judged.")
@click.option("--mine", is_flag=True, help="Run your own code in learn/, not the reference.")
@json_option
def command(chosen: tuple[Topic, ...], smoke: bool, mine: bool, as_json: bool) -> None:
    """Train the milestones and compare the mean over their seeds with the targets.

    Each seed runs in a process of its own, with as many BLAS threads as there are cores. Exit
    code 1 when a run fails, gives a number that is not finite, or misses a target.
    """
    topics = known_topics()
    wanted = chosen or tuple(topic for topic in topics.values() if topic.milestone)
    for topic in chosen:
        if topic.milestone is None:
            having = ", ".join(t.id for t in topics.values() if t.milestone) or "none"
            fail(f"{topic.id} has no milestone", f"topics with a milestone: {having}")
    reports = []
    for topic in wanted:
        reports.append(report(topic, run_topic(topic, topics, smoke=smoke, mine=mine), smoke))
        if not as_json:
            print_report(reports[-1])
    ok = all(found["ok"] for found in reports)
    if as_json:
        print_json({"command": "milestone", "ok": ok, "smoke": smoke, "milestones": reports})
    elif not reports:
        click.echo("no topic has a milestone yet")
    if not ok:
        raise SystemExit(1)


def run_topic(topic: Topic, topics: dict[str, Topic], *, smoke: bool, mine: bool) -> list[Run]:
    """Run a topic's milestone once per seed, one after the other; for smoke only once."""
    from scratchtools.progress import progress

    assert topic.milestone is not None
    paths = import_roots(topic, topics, mine)
    seeds = topic.milestone.seeds[:1] if smoke else topic.milestone.seeds
    runs = []
    with progress(f"{topic.id} milestone", len(seeds)) as tick:
        for seed in seeds:
            runs.append(run_seed(topic, seed, paths, smoke))
            tick(f"seed {seed}")
    return runs


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


def run_seed(topic: Topic, seed: int, paths: Sequence[Path], smoke: bool) -> Run:
    """Run one seed in a child process."""
    module = "scratchtools.milestone_worker"
    kind = "smoke" if smoke else "full"
    limit = SMOKE_LIMIT if smoke else LIMIT
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", module, topic.import_name, str(seed), kind],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
            cwd=topic.folder,
            env=child_environment(paths, available_cores()),
        )
    except subprocess.TimeoutExpired:
        return Run(seed, problem=f"did not finish within {limit} s")
    lines = child.stdout.splitlines()
    if child.returncode or not lines:
        return Run(seed, problem=f"ended with exit code {child.returncode}", detail=child.stderr)
    found = json.loads(lines[-1])
    if "error" in found:
        return Run(seed, problem=found["error"], detail=found["traceback"])
    return Run(seed, **found, problem=not_finite(found["metrics"]))


def not_finite(metrics: dict[str, float]) -> str:
    """Name the metrics that are NaN or infinite."""
    bad = [f"{name} is {value}" for name, value in metrics.items() if not math.isfinite(value)]
    return ", ".join(bad)


def report(topic: Topic, runs: Sequence[Run], smoke: bool) -> dict:
    """Judge the runs of one topic; save the picture of their curves when matplotlib is there."""
    milestone = topic.milestone
    assert milestone is not None
    problems = [f"seed {run.seed}: {run.problem}" for run in runs if run.problem]
    metrics = [] if problems else judge(milestone, runs, smoke)
    problems += [f"{m['name']} is not among the metrics" for m in metrics if m["mean"] is None]
    passed = not problems and all(metric["passed"] is not False for metric in metrics)
    return {
        "topic": topic.id,
        "ok": passed,
        "passed": None if smoke and passed else passed,
        "seeds": [run.seed for run in runs],
        "seconds": round(sum(run.seconds for run in runs), 3),
        "threads": available_cores(),
        "versions": next((run.versions for run in runs if run.versions), {}),
        "metrics": metrics,
        "runs": [
            {"seed": run.seed, "seconds": run.seconds, "metrics": run.metrics} for run in runs
        ],
        "problems": problems,
        "detail": next((run.detail for run in runs if run.detail), ""),
        "plot": None if problems or smoke else save_curves(topic, runs),
    }


def judge(milestone: Milestone, runs: Sequence[Run], smoke: bool) -> list[dict]:
    """Return mean, spread, target and verdict of every metric; targets come first."""
    names = [*milestone.targets, *(n for n in runs[0].metrics if n not in milestone.targets)]
    return [_metric(name, milestone, runs, smoke) for name in names]


def _metric(name: str, milestone: Milestone, runs: Sequence[Run], smoke: bool) -> dict:
    values = [run.metrics[name] for run in runs if name in run.metrics]
    complete = len(values) == len(runs)
    mean = statistics.fmean(values) if complete else None
    target = milestone.targets.get(name)
    judged = target is not None and mean is not None and not smoke
    return {
        "name": name,
        "mean": mean,
        "std": statistics.stdev(values) if complete and len(values) > 1 else None,
        "target": str(target) if target else None,
        "passed": target.met(mean) if judged else None,
    }


def save_curves(topic: Topic, runs: Sequence[Run]) -> str | None:
    """Draw every curve over the steps, one line per seed; return the picture's path."""
    from importlib.util import find_spec

    names = [name for name, values in runs[0].curves.items() if values]
    if not names or find_spec("matplotlib") is None:
        return None
    from matplotlib.figure import Figure

    from scratchtools.topics import repository_root

    figure = Figure(figsize=(4.5 * len(names), 3.4), layout="constrained")
    for place, name in enumerate(names, 1):
        axes = figure.add_subplot(1, len(names), place)
        for run in runs:
            axes.plot(run.curves.get(name, []), linewidth=1, label=f"seed {run.seed}")
        axes.set(title=name, xlabel="step")
        axes.grid(alpha=0.3)
        axes.legend(fontsize="small", frameon=False)
    figure.suptitle(f"{topic.id} {topic.title}")
    file = repository_root() / ".scratch" / "milestones" / f"{topic.id}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)
    return str(file)


def print_report(found: dict) -> None:
    """Print one topic's metrics, targets and verdict."""
    words = {None: "ran" if found["ok"] else "failed", True: "passed", False: "failed"}
    seeds = ", ".join(str(seed) for seed in found["seeds"])
    title = f"{found['topic']}: {words[found['passed']]} (seeds {seeds}; {found['seconds']:.1f} s"
    click.secho(
        f"{title}, {found['threads']} threads)", fg="green" if found["ok"] else "red", bold=True
    )
    for metric in found["metrics"]:
        if metric["mean"] is None:
            continue
        spread = "" if metric["std"] is None else f" +- {metric['std']:.2g}"
        target = f"target {metric['target']}" if metric["target"] else ""
        missed = "  missed" if metric["passed"] is False else ""
        value = f"{metric['mean']:.4g}{spread}"
        line = f"  {metric['name']:<28} {value:<20} {target}{missed}"
        click.secho(line.rstrip(), fg="red" if missed else None)
    for problem in found["problems"]:
        click.secho(f"  {problem}", fg="red")
    if found["detail"]:
        click.echo("\n".join("    " + line for line in found["detail"].splitlines()[-12:]))
    if found["plot"]:
        click.echo(f"  curves: {relative(Path(found['plot']))}")
