"""The command `scratch mutate`: change one operator at a time and see whether a test notices."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import fail, json_option, print_json, relative
from scratchtools.units import Unit, UnitParam, available_cores

if TYPE_CHECKING:
    from scratchtools.mutate_run import Verdict

ALLOWED = 10.0  # per cent of the mutants may survive


@click.command(epilog="Example: scratch mutate t02 core --sample 200 --seed 1")
@click.argument("units", type=UnitParam(), nargs=-1, required=True, metavar="[core|TOPIC]...")
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Try N random mutants.")
@click.option("--seed", type=int, default=0, show_default=True, help="Chooses the sample.")
@click.option("--only", metavar="TEXT", help="Mutate only the files whose path contains TEXT.")
@click.option("--slow", is_flag=True, help="Run the tests marked `slow` too.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes (default: every core).")
@json_option
def command(
    units: tuple[Unit, ...],
    sample: int | None,
    seed: int,
    only: str | None,
    slow: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Count the mutants of the sources that the tests do not notice.

    One operator, constant, comparison, condition or returned value is changed at a time, in a
    copy of the source; the tests without the marker `oracle` that run the changed function are run
    until one fails or hangs. Exit code 1 when more than 10 % survive. figures.py and milestone.py
    are left out: eyes and milestone targets judge them.
    """
    reports = []
    for unit in units:
        started = time.perf_counter()
        verdicts = run(unit, sample, seed, only, slow=slow, workers=workers or available_cores())
        reports.append(report(unit, verdicts, time.perf_counter() - started))
        if not as_json:
            print_report(reports[-1])
    ok = all(unit["ok"] for unit in reports)
    if as_json:
        print_json({"command": "mutate", "ok": ok, "seed": seed, "units": reports})
    if not ok:
        raise SystemExit(1)


def run(
    unit: Unit, sample: int | None, seed: int, only: str | None, *, slow: bool, workers: int
) -> list[Verdict]:
    """Judge the mutants of one unit, all or a sample."""
    from scratchtools.mutate_run import MutationError, mutants_of, mutation
    from scratchtools.progress import progress

    mutants = mutants_of(unit, only)
    if not mutants:
        fail(f"{unit.id} has nothing to mutate" + (f" in {only!r}" if only else ""))
    if sample and sample < len(mutants):
        chosen = random.Random(seed).sample(range(len(mutants)), sample)
        mutants = [mutants[place] for place in sorted(chosen)]
    try:
        with (
            progress(f"{unit.id} mutants", len(mutants)) as tick,
            mutation(unit, workers=min(workers, len(mutants)), slow=slow) as running,
        ):
            return running.judge_all(mutants, lambda verdict: tick(verdict.mutant.file))
    except MutationError as error:
        fail(f"{unit.id}: {error}", f"python -m pytest {relative(unit.tests)}", code=1)


def report(unit: Unit, verdicts: list[Verdict], seconds: float) -> dict:
    """Return what happened to the mutants of one unit."""
    counts = {name: sum(v.outcome == name for v in verdicts) for name in OUTCOMES}
    share = 100 * (counts["survived"] + counts["untested"]) / len(verdicts)
    return {
        "unit": unit.id,
        "ok": share <= ALLOWED,
        "mutants": len(verdicts),
        **counts,
        "survived_percent": round(share, 2),
        "allowed_percent": ALLOWED,
        "seconds": round(seconds, 1),
        "survivors": [survivor(unit, verdict) for verdict in verdicts if verdict.alive],
    }


OUTCOMES = ("killed", "timeout", "survived", "untested")


def survivor(unit: Unit, verdict: Verdict) -> dict:
    """Return where a survivor is and what was changed."""
    mutant = verdict.mutant
    return {
        "file": Path(unit.folder.name, "src", mutant.file).as_posix(),
        "line": mutant.line,
        "original": mutant.before,
        "mutant": mutant.after,
        "outcome": verdict.outcome,
    }


def print_report(found: dict) -> None:
    """Print the survivors and the score of one unit."""
    for one in found["survivors"]:
        note = " (no test runs it)" if one["outcome"] == "untested" else ""
        click.echo(f"{one['file']}:{one['line']}: {one['original']} -> {one['mutant']}{note}")
    alive = len(found["survivors"])
    text = (
        f"{found['unit']}: {alive} of {found['mutants']} mutants survived "
        f"({found['survived_percent']} %, allowed {found['allowed_percent']:g} %) "
        f"in {found['seconds']:.0f} s; {found['timeout']} of the others ran out of time"
    )
    click.secho(text, fg="green" if found["ok"] else "red")
