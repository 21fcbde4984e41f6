"""`scratch validate`: check the whole curriculum's structure and run the reference's tests."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import json_option, print_json, topics_argument

if TYPE_CHECKING:
    from scratchtools.findings import Finding, Sources
    from scratchtools.grade import Outcome
    from scratchtools.topics import Topic

CORE = ("shared", "scratchcore", "src", "scratchcore")
SILENCE = 300.0  # seconds without a finished test


@click.command(epilog="Example: scratch validate t02 t03 --slow")
@topics_argument()
@click.option("--structure-only", is_flag=True, help="Run no tests.")
@click.option("--slow", is_flag=True, help="Run the tests marked slow too.")
@click.option("--oracle", is_flag=True, help="Compare with other libraries too (torch ...).")
@click.option("--jobs", type=click.IntRange(1), help="Topics tested at once (default: cores).")
@json_option
def command(
    topics: tuple[Topic, ...],
    structure_only: bool,
    slow: bool,
    oracle: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Check order, imports, files and names, and run the tests on the reference solutions.

    Without topics it checks the whole curriculum. Writes .validation_report.json.
    """
    from scratchtools.progress import progress
    from scratchtools.topics import repository_root
    from scratchtools.validation_report import make_report, show_report, write_report

    began = time.monotonic()
    root = repository_root()
    with progress("structure", 1):
        known, findings = check_structure(root)
    chosen = {topic.id: topic for topic in topics} or known
    outcomes: dict[str, Outcome] = {}
    if not structure_only:
        count = jobs or os.cpu_count() or 1
        leave_out = [mark for mark, wanted in (("slow", slow), ("oracle", oracle)) if not wanted]
        outcomes = run_references(list(chosen.values()), known, leave_out, count)
    report = make_report(chosen, findings, outcomes, whole=not topics)
    report["duration"] = round(time.monotonic() - began, 3)
    write_report(root, report)
    if as_json:
        print_json(report)
    else:
        show_report(report)
    sys.exit(0 if report["ok"] else 1)


def check_structure(root: Path) -> tuple[dict[str, Topic], list[Finding]]:
    """Return the readable topics by id, and every finding about the curriculum's structure."""
    from scratchtools.findings import Sources
    from scratchtools.names import check_names
    from scratchtools.order import check_module_cycles, check_order
    from scratchtools.topics import scan

    topics, faults = scan(root)
    sources = Sources(root)
    found = [sources.finding(fault.file, 1, "metadata", fault.problem) for fault in faults.values()]
    found += check_order(topics, sources)
    core = root.joinpath(*CORE)
    found += check_names(core, topics, sources)
    for package in (core, *(topic.package for topic in topics.values())):
        found += check_module_cycles(package, sources)
    for topic in topics.values():
        found += _check_topic(topic, topics, sources)
    found += sources.faults.values()
    return topics, sorted(set(found))


def _check_topic(topic: Topic, topics: dict[str, Topic], sources: Sources) -> Iterator[Finding]:
    from scratchtools.exercises import check_exercises
    from scratchtools.imports import check_imports
    from scratchtools.structure import check_files, check_steps

    yield from check_files(topic, sources)
    yield from check_steps(topic, sources)
    yield from check_imports(topic, sources, topics)
    yield from check_exercises(topic, sources)


def run_references(
    topics: Sequence[Topic], known: Mapping[str, Topic], leave_out: Sequence[str], jobs: int
) -> dict[str, Outcome]:
    """Run the tests of several topics at once on their reference solutions."""
    from scratchtools.progress import progress
    from scratchtools.topics import MetadataError, with_prerequisites

    overlays = {}
    for topic in topics:
        try:
            earlier = with_prerequisites(topic, known)
        except MetadataError:  # reported by check_order; the tests may still say something
            earlier = []
        overlays[topic.id] = [t.source for t in earlier if t.source.is_dir()]
    outcomes = {}
    with ThreadPoolExecutor(jobs) as pool, progress("tests", len(topics)) as step:
        waiting = {
            pool.submit(run_reference, topic, overlays[topic.id], leave_out): topic
            for topic in topics
        }
        try:
            for done in as_completed(waiting):
                outcomes[waiting[done].id] = done.result()
                step(waiting[done].name)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return outcomes


def run_reference(topic: Topic, overlay: Sequence[Path], leave_out: Sequence[str]) -> Outcome:
    """Run all tests of a topic on its own reference, without those marked as in `leave_out`."""
    from scratchtools.grade import run_tests

    return run_tests(
        topic,
        topic.source,
        overlay=overlay,
        graded=False,
        leave_out=leave_out,
        timeout=SILENCE,
        memory_mb=None,
    )
