"""The result of `scratch validate` as a JSON document and as a table."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from scratchtools.findings import Finding
from scratchtools.grade import Outcome
from scratchtools.topics import Topic

SCHEMA = 1
FILE = ".validation_report.json"
LIBRARIES = ("numpy", "scratchcore", "scratchtools", "pytest")
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]+\b")
SHOWN_FAILURES = 10


def make_report(
    topics: Mapping[str, Topic],
    findings: Sequence[Finding],
    outcomes: Mapping[str, Outcome],
    *,
    whole: bool,
) -> dict:
    """Return the report on `topics`; a report on the whole has the rest of the repository too."""
    entries = [_entry(t.id, t.name, findings, outcomes.get(t.id)) for t in topics.values()]
    named = {topic.name for topic in topics.values()}
    others: list[dict] = []
    if whole:
        unreadable = {finding.package for finding in findings} - named - {""}
        entries += [_entry(name[:3], name, findings, None) for name in sorted(unreadable)]
        entries.sort(key=lambda entry: entry["name"])
        others = [finding.as_json() for finding in findings if not finding.package]
    failed = [entry["id"] for entry in entries if entry["status"] == "failed"]
    return {
        "command": "validate",
        "ok": not failed and not others,
        "schema": SCHEMA,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "duration": 0.0,
        "versions": versions(),
        "scope": "curriculum" if whole else "topics",
        "tests_run": bool(outcomes),
        "failed": failed,
        "findings": others,
        "topics": entries,
    }


def versions() -> dict[str, str | None]:
    """Return the versions that a result depends on."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found | {"platform": f"{sys.platform} {platform.machine()}"}


def _entry(id: str, name: str, findings: Sequence[Finding], outcome: Outcome | None) -> dict:
    own = [finding.as_json() for finding in findings if finding.package == name]
    tests, failures = None, []
    if outcome is not None:
        passed = sum(result.outcome == "passed" for result in outcome.results)
        tests = {"passed": passed, "failed": len(outcome.results) - passed}
        failures = [
            {"test": result.id, "message": ADDRESS.sub("0x...", result.message)}
            for result in outcome.results
            if result.outcome != "passed"
        ]
        if outcome.problem:
            failures.insert(0, {"test": None, "message": ADDRESS.sub("0x...", outcome.problem)})
    ok = not own and (outcome is None or outcome.passed)
    return {
        "id": id,
        "name": name,
        "status": "passed" if ok else "failed",
        "duration": round(outcome.duration, 3) if outcome else 0.0,
        "tests": tests,
        "findings": own,
        "failures": failures,
    }


def write_report(root: Path, report: Mapping[str, object]) -> None:
    """Replace the report file as a whole, so that a reader never sees half of it."""
    handle, partial = tempfile.mkstemp(dir=root, prefix=FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(report, stream, indent=2)
        stream.write("\n")
    os.replace(partial, root / FILE)


def show_report(report: Mapping) -> None:
    """Print the faults, then a table with one line per topic, then the verdict."""
    for finding in report["findings"]:
        _show_finding(finding)
    for entry in report["topics"]:
        for finding in entry["findings"]:
            _show_finding(finding)
        for failure in entry["failures"][:SHOWN_FAILURES]:
            lines = (failure["message"].strip() or "failed").split("\n")
            click.echo(f"{entry['id']}: {failure['test'] or 'tests'}: {lines[0]}")
        more = len(entry["failures"]) - SHOWN_FAILURES
        if more > 0:
            click.echo(f"{entry['id']}: and {more} more, see {FILE}")
    width = max((len(entry["name"]) for entry in report["topics"]), default=5)
    click.echo(f"{'topic':{width}}  structure   tests          time  status")
    for entry in report["topics"]:
        click.echo(_row(entry, width))
    total = len(report["topics"])
    good = sum(entry["status"] == "passed" for entry in report["topics"])
    faults = len(report["findings"])
    besides = f", {faults} finding{'s' * (faults > 1)} outside of topics" if faults else ""
    click.echo(f"validate: {good} of {total} topics passed{besides}; report in {FILE}")


def _show_finding(finding: Mapping) -> None:
    click.echo(str(Finding(**finding)))


def _row(entry: Mapping, width: int) -> str:
    tests = entry["tests"]
    ran = f"{tests['passed']} of {sum(tests.values())}" if tests else "not run"
    faults = len(entry["findings"])
    structure = f"{faults} fault{'s' * (faults > 1)}" if faults else "ok"
    duration = f"{entry['duration']:.1f} s" if tests else ""
    status = click.style(entry["status"], fg="green" if entry["status"] == "passed" else "red")
    return f"{entry['name']:{width}}  {structure:10}  {ran:12} {duration:>7}  {status}"
