"""`scratch lint`: check what people read, and how the code is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import json_option, print_json, topics_argument

if TYPE_CHECKING:
    from scratchtools.findings import Finding, Sources
    from scratchtools.topics import Topic

LEARNERS = "learn"


@click.command(epilog="Example: scratch lint t02 t03")
@topics_argument()
@json_option
def command(topics: tuple[Topic, ...], as_json: bool) -> None:
    """Check READMEs, hints, questions, tests' assertions, links, spelling and style.

    Without topics it checks the whole repository. Each line says file, line, rule, and what to do.
    """
    from scratchtools.findings import show
    from scratchtools.progress import progress
    from scratchtools.topics import repository_root

    names = [topic.name for topic in topics]
    with progress("lint", 2) as step:
        findings = lint(repository_root(), names, step)
    if as_json:
        found = [finding.as_json() for finding in findings]
        print_json({"command": "lint", "ok": not findings, "topics": names, "findings": found})
    else:
        show(findings, "lint")
    sys.exit(1 if findings else 0)


def lint(root: Path, names: Sequence[str] = (), step=lambda _: None) -> list[Finding]:
    """Return every finding of the repository, or of the packages in `names`, in order."""
    from scratchtools.findings import Sources
    from scratchtools.topics import scan
    from scratchtools.wording import check_wording

    sources = Sources(root)
    topics, faults = scan(root)
    findings = [
        sources.finding(fault.file, 1, "metadata", fault.problem) for fault in faults.values()
    ]
    files = [file for file in repository_files(root) if not names or _package(file, root) in names]
    findings += _read(topics, files, sources)
    step("texts and code")
    findings += check_wording([file for file in files if _has_words(file, root)], sources)
    step("words")
    findings += sources.faults.values()
    return sorted({f for f in findings if not names or f.package in names})


def repository_files(root: Path) -> list[Path]:
    """Return the repository's files without hidden ones, left-overs and the learner's folder."""
    from scratchtools.findings import files_below

    return [file for file in files_below(root) if file.relative_to(root).parts[0] != LEARNERS]


def _has_words(file: Path, root: Path) -> bool:
    """Say whether a file is for reading; the tools' own tests are full of slips on purpose."""
    return file.suffix == ".md" or (
        file.suffix == ".py" and file.relative_to(root).parts[:2] != ("tools", "tests")
    )


def _package(file: Path, root: Path) -> str:
    parts = file.relative_to(root).parts
    return parts[1] if parts[0] == "packages" and len(parts) > 1 else ""


def _read(topics: Mapping[str, Topic], files: list[Path], sources: Sources) -> Iterator[Finding]:
    from scratchtools.links import check_links
    from scratchtools.new import template_sentences
    from scratchtools.repeats import check_repeats
    from scratchtools.styling import check_style

    chosen = {_package(file, sources.root) for file in files}
    for topic in topics.values():
        if topic.name in chosen:
            yield from _topic(topic, sources)
    yield from check_repeats(topics.values(), sources, template_sentences())
    for file in files:
        if file.suffix == ".md":
            yield from check_links(file, sources)
        elif file.suffix == ".py" or file.name == "scratch":
            yield from check_style(file, sources)


def _topic(topic: Topic, sources: Sources) -> Iterator[Finding]:
    from scratchtools.assertions import check_assertions
    from scratchtools.exercises import exercises_of
    from scratchtools.lessons import check_hints, check_questions, check_readme

    yield from check_readme(topic, sources)
    yield from check_questions(topic, sources)
    yield from check_assertions(topic, sources)
    exercises, findings = exercises_of(topic, sources)
    yield from findings or check_hints(topic, sources, [exercise.id for exercise in exercises])
