"""The command `scratch doctor`: check this machine, with one fix per fault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import fail, json_option, print_json

if TYPE_CHECKING:
    from scratchtools.doctor_checks import Finding

MARKS = {"ok": ("ok     ", "green"), "warning": ("warning", "yellow"), "fault": ("FAULT  ", "red")}


@click.command(epilog="Example: scratch doctor --json")
@json_option
def command(as_json: bool) -> None:
    """Check Python, NumPy, BLAS threads, git, disk, terminal and your folder.

    Speed is measured with matrix products in child processes, which takes a second or two. Exit
    code 1 when there is a fault; a warning stops nothing.
    """
    from scratchtools.topics import repository_root

    try:
        root = repository_root()
    except LookupError as error:
        fail(str(error))
    findings = []
    for finding in examine(root):
        findings.append(finding)
        if not as_json:
            show(finding)
    faults = sum(finding.state == "fault" for finding in findings)
    if as_json:
        found = [finding.as_json() for finding in findings]
        print_json({"command": "doctor", "ok": not faults, "faults": faults, "checks": found})
    else:
        words = "no faults" if not faults else f"{faults} fault{'s' * (faults > 1)}"
        click.secho(words, fg="red" if faults else "green", bold=True)
    if faults:
        raise SystemExit(1)


def examine(root: Path) -> Iterator[Finding]:
    """Yield what every check finds, as soon as it is found."""
    from scratchtools import doctor_checks as checks
    from scratchtools import doctor_numpy

    yield from checks.python(root)
    yield from checks.environment(root)
    yield from checks.packages(root)
    yield from checks.libraries(root)
    yield from doctor_numpy.numpy(root)
    yield from checks.git(root)
    yield from checks.disk(root)
    yield from checks.terminal(root)
    yield from checks.ledger(root)
    yield from checks.learner_folder(root)


def show(finding: Finding) -> None:
    """Print one finding, and how to mend it."""
    word, colour = MARKS[finding.state]
    click.echo(f"{click.style(word, fg=colour)}  {finding.name:<16} {finding.detail}")
    if finding.fix:
        click.echo(f"{'':9}fix: {finding.fix}")
