"""Judge the runs of a milestone: means over the seeds beside the targets, curves, the report."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import commands, relative
from scratchtools.units import available_cores

if TYPE_CHECKING:
    from scratchtools.targets import Milestone
    from scratchtools.topics import Topic


@dataclass
class Run:
    """One seed's result, or the problem that kept it from finishing."""

    seed: int
    seconds: float = 0.0
    metrics: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[float]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    cpu_seconds: float = 0.0  # of all threads
    problem: str = ""
    detail: str = ""
    missing: str = ""  # how to get the dataset that is not on this machine


def not_finite(metrics: dict[str, float]) -> str:
    """Name the metrics that are NaN or infinite."""
    bad = [f"{name} is {value}" for name, value in metrics.items() if not math.isfinite(value)]
    return ", ".join(bad)


def report(topic: Topic, milestone: Milestone, runs: Sequence[Run], smoke: bool) -> dict:
    """Judge the runs of one topic; save the picture of their curves when matplotlib is there."""
    problems = [f"seed {run.seed}: {run.problem}" for run in runs if run.problem]
    missing = next((run.missing for run in runs if run.missing), "")
    metrics = [] if problems or missing else judge(milestone, runs, smoke)
    problems += [f"{m['name']} is not among the metrics" for m in metrics if m["mean"] is None]
    passed = not problems and all(metric["passed"] is not False for metric in metrics)
    judged = not passed or not (smoke or missing)
    fields = ("seed", "seconds", "cpu_seconds", "metrics")
    return {
        "topic": topic.id,
        "dataset": milestone.dataset or None,
        "ok": passed,
        "passed": passed if judged else None,
        "seeds": [run.seed for run in runs],
        "seconds": round(sum(run.seconds for run in runs), 3),
        "seconds_per_run": pace(milestone, runs, smoke),
        "threads": available_cores(),
        "versions": next((run.versions for run in runs if run.versions), {}),
        "metrics": metrics,
        "runs": [{name: getattr(run, name) for name in fields} for run in runs if not missing],
        "problems": problems,
        "missing": missing or None,
        "detail": next((run.detail for run in runs if run.detail), ""),
        "plot": None if problems or smoke or missing else save_curves(topic, milestone, runs),
    }


def pace(milestone: Milestone, runs: Sequence[Run], smoke: bool) -> dict:
    """Return how long a run took beside what it should take; another machine has another pace."""
    times = [run.seconds for run in runs if not run.problem and not run.missing]
    mean = round(statistics.fmean(times), 3) if times else None
    target = None if milestone.seconds is None else f"<= {milestone.seconds:g}"
    judged = mean is not None and target and not smoke
    return {
        "mean": mean,
        "std": round(statistics.stdev(times), 3) if len(times) > 1 else None,
        "target": target,
        "met": mean <= milestone.seconds if judged else None,
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


def save_curves(topic: Topic, milestone: Milestone, runs: Sequence[Run]) -> str | None:
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
    names = (topic.id, milestone.dataset) if milestone.dataset else (topic.id,)
    figure.suptitle(" ".join((*names, topic.title)))
    file = repository_root() / ".scratch" / "milestones" / f"{'-'.join(names)}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=120)
    return str(file)


def print_report(found: dict) -> None:
    """Print one topic's metrics, targets and verdict."""
    name = " ".join(filter(None, (found["topic"], found["dataset"])))
    if found["missing"]:
        click.secho(f"{name}: not on this machine", fg="yellow", bold=True)
        click.echo("\n".join("  " + commands(line) for line in found["missing"].splitlines()))
        return
    words = {None: "ran" if found["ok"] else "failed", True: "passed", False: "failed"}
    seeds = ", ".join(str(seed) for seed in found["seeds"])
    title = f"{name}: {words[found['passed']]} (seeds {seeds}; {found['seconds']:.1f} s"
    click.secho(
        f"{title}, {found['threads']} threads)", fg="green" if found["ok"] else "red", bold=True
    )
    pace = found["seconds_per_run"]
    if pace["target"] and pace["mean"] is not None:
        late = "  slower" if pace["met"] is False else ""
        _print_line("seconds per run", pace, late, "yellow" if late else None)
    for metric in found["metrics"]:
        if metric["mean"] is None:
            continue
        missed = "  missed" if metric["passed"] is False else ""
        _print_line(metric["name"], metric, missed, "red" if missed else None)
    for problem in found["problems"]:
        click.secho(f"  {problem}", fg="red")
    if found["detail"]:
        click.echo("\n".join("    " + line for line in found["detail"].splitlines()[-12:]))
    if found["plot"]:
        click.echo(f"  curves: {relative(Path(found['plot']))}")


def _print_line(name: str, found: dict, verdict: str, colour: str | None) -> None:
    spread = "" if found["std"] is None else f" +- {found['std']:.2g}"
    target = f"target {found['target']}" if found["target"] else ""
    value = f"{found['mean']:.4g}{spread}"
    line = f"  {name:<28} {value:<20} {target}{verdict}"
    click.secho(line.rstrip(), fg=colour)
