"""The versions of a topic that its tests must tell apart: starter, reference, traps, gaps."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchtools.exercises import Trap
from scratchtools.findings import Finding, Sources
from scratchtools.grade import Outcome, TestResult, graded_files, run_tests
from scratchtools.starter import LEFT_OUT, Exercise, strip_source, substitute, write_starter
from scratchtools.topics import Topic

if TYPE_CHECKING:
    from scratchtools.grade_server import Server

SHOWN = 100  # characters of a message


@dataclass(frozen=True)
class Variant:
    """One version of a topic's source: how it is made from a copy, and where a fault belongs."""

    kind: str  # "reference", "starter", "trap" or "gap"
    name: str
    file: Path
    line: int = 1
    exercise: Exercise | None = None
    trap: Trap | None = None

    def write(self, topic: Topic, target: Path) -> Path:
        """Write the version below `target` and return its src folder."""
        if self.kind == "starter":
            write_starter(topic, target)
            return target / "src"
        shutil.copytree(topic.source, target / "src", ignore=shutil.ignore_patterns(*LEFT_OUT))
        if self.exercise is not None:
            file = target / "src" / self.exercise.file
            text = file.read_text(encoding="utf-8")
            name = self.exercise.id
            replaced = (
                substitute(text, name, self.trap.replacement)
                if self.trap
                else strip_source(text, {name})
            )
            file.write_text(replaced, encoding="utf-8", newline="\n")
        return target / "src"


def variants_of(
    topic: Topic, exercises: Sequence[Exercise], traps: Sequence[Trap]
) -> list[Variant]:
    """Return every version that has to fail, the starter first."""
    known = {exercise.id: exercise for exercise in exercises}
    found = [Variant("starter", "starter", topic.package / "__init__.py")]
    found += [
        Variant("trap", trap.name, trap.file, 1, known[trap.exercise], trap) for trap in traps
    ]
    found += [
        Variant("gap", exercise.id, topic.source / exercise.file, exercise.line, exercise)
        for exercise in exercises
    ]
    return found


def run_variant(
    variant: Variant,
    topic: Topic,
    overlay: Sequence[Path],
    timeout: float,
    server: Server | None = None,
) -> Outcome:
    """Run the graded tests on one version, in a folder of its own and a child of `server`.

    A version of one exercise gets the steps that name the exercise first, and the others only if
    it has not failed as it must by then: most tests never run, a check is several times faster.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="scratch-check-") as folder:
        source = variant.write(topic, Path(folder))
        outcome = Outcome(True)
        for files in _promising(topic, variant):
            outcome = _run(variant, topic, source, files, overlay, timeout, server)
            if _is_caught(variant, outcome):
                break
    outcome.duration = time.monotonic() - began
    return outcome


def _promising(topic: Topic, variant: Variant) -> list[list[Path]]:
    """Return the files to run at first and, if that was not enough, all of them."""
    files = graded_files(topic)
    if variant.exercise is None:
        return [files]
    named = f"{topic.id} {variant.exercise.id}"
    first = [file for file in files if named in file.read_text(encoding="utf-8")]
    return [first, files] if first and first != files else [files]


def _run(
    variant: Variant,
    topic: Topic,
    source: Path,
    files: Sequence[Path],
    overlay: Sequence[Path],
    timeout: float,
    server: Server | None,
) -> Outcome:
    def listen(event: dict) -> None:
        if variant.trap and event["kind"] == "report" and event["outcome"] == "failed":
            message = f"{event.get('type')}: {event.get('text')}"
            if variant.trap.message in message:
                raise _Caught(event["id"], message)

    try:
        return run_tests(
            topic,
            source,
            overlay=overlay,
            files=files,
            timeout=timeout,
            fail_fast=variant.kind == "gap",
            on_event=listen,
            server=server,
        )
    except _Caught as caught:
        test, message = caught.args
        return Outcome(False, [TestResult(test, Path(test).stem, "", "failed", message)])


class _Caught(Exception):
    """A test failed with a trap's message: nothing else has to run."""


def _is_caught(variant: Variant, outcome: Outcome) -> bool:
    return not JUDGES[variant.kind](variant, outcome)


def judge_variant(variant: Variant, outcome: Outcome, sources: Sources) -> list[Finding]:
    """Return what is wrong with the tests (or the reference), seen from one version's outcome."""
    return [
        sources.finding(variant.file, variant.line, variant.kind, message)
        for message in JUDGES[variant.kind](variant, outcome)
    ]


def _reference(variant: Variant, outcome: Outcome) -> list[str]:
    if outcome.passed:
        return []
    if outcome.problem:
        return [f"the reference fails: {outcome.problem}"]
    failed = [result for result in outcome.results if result.outcome != "passed"]
    said = [f"the reference fails {r.id}: {_short(r.message)}" for r in failed]
    return said or ["the reference passes no graded test: there is none"]


def _starter(variant: Variant, outcome: Outcome) -> list[str]:
    if outcome.problem:
        return [f"the starter must import and run: {outcome.problem}"]
    return [
        f"{step.step} passes on the untouched starter: let it need an exercise"
        for step in outcome.steps
        if not step.failed
    ]


def _trap(variant: Variant, outcome: Outcome) -> list[str]:
    message = variant.trap.message
    if outcome.passed:
        return [f"the tests pass on this wrong {variant.trap.exercise}: add the one that fails"]
    said = [result.message for result in outcome.results if result.outcome != "passed"]
    said += [outcome.problem] if outcome.problem else []
    if any(message in text for text in said):
        return []
    heard = "; ".join(dict.fromkeys(_short(text) for text in said[:3]))
    return [f"the tests fail, but no message contains {message!r}; they say: {heard}"]


def _gap(variant: Variant, outcome: Outcome) -> list[str]:
    if outcome.passed:
        return [f"nothing tests {variant.name}: with it alone unwritten every graded test passes"]
    return []


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 3] + "..."


JUDGES: dict[str, Callable[[Variant, Outcome], list[str]]] = {
    "reference": _reference,
    "starter": _starter,
    "trap": _trap,
    "gap": _gap,
}
