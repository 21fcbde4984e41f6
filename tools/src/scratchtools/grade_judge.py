"""Judge a grading run: from the child's events to results, and to words a beginner understands."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scratchtools.console import relative
from scratchtools.starter import NOT_WRITTEN

if TYPE_CHECKING:
    from scratchtools.grade import Outcome, TestFile, TestResult
    from scratchtools.grade_process import Run

RANK = {"passed": 0, "skipped": 1, "failed": 2, "error": 3}
INTERRUPTED = 2  # pytest's exit code
NOT_RUN = "this test did not run"
TAMPERED = (
    "the checks themselves were changed while your code ran, so nothing counts: {what}. "
    "Your code must not replace parts of pytest, NumPy, scratchcore or Python itself."
)


def judge(
    run: Run, tests: Sequence[TestFile], source: Path, *, timeout: float, memory_mb: int | None
) -> Outcome:
    """Return the verdict on a run; every test in `tests` has to be there and passed."""
    from scratchtools.grade import Outcome

    judgement = _Judgement(run, tests, source)
    problem = judgement.problem(timeout, memory_mb)
    results = judgement.results()
    passed = problem is None and bool(results) and all(r.outcome == "passed" for r in results)
    if passed and (missing := judgement.canaries_missing()):
        passed, problem = False, TAMPERED.format(what=f"{missing} tests that must fail did not run")
    failed = run.last("import") or run.last("internal") or {}
    return Outcome(
        passed=passed,
        results=results,
        problem=problem,
        steps=judgement.steps(results),
        printed=run.printed.strip(),
        longrepr=failed.get("longrepr", failed.get("text", "")),
    )


class _Judgement:
    def __init__(self, run: Run, tests: Sequence[TestFile], source: Path) -> None:
        self.run, self.tests, self.source = run, tests, source
        self.interruption = ""

    def problem(self, timeout: float, memory_mb: int | None) -> str | None:
        """Say what stopped the tests as a whole, or None."""
        run = self.run
        if event := run.last("import"):
            return f"your code cannot be imported: {self._text(event)}"
        if run.ended != "end":
            self.interruption = self._interruption(timeout, memory_mb)
            return self.interruption
        end = run.last("end")
        if end["strangers"]:
            return f"the tests did not run on your files: {', '.join(end['strangers'])}"
        if end["changed"]:
            return TAMPERED.format(what=f"{', '.join(end['changed'])} replaced")
        if event := run.last("internal"):
            return f"pytest stopped with an internal error: {event['text'].splitlines()[-1]}"
        if end["code"] == INTERRUPTED:
            return "your code stopped the test run (KeyboardInterrupt or pytest.exit)"
        started, failed = self._canaries()
        if started > failed:
            return TAMPERED.format(what=f"{started - failed} tests that must fail did not fail")
        return None

    def _interruption(self, timeout: float, memory_mb: int | None) -> str:
        run = self.run
        if not run.last("ready"):
            cause = run.printed.strip().splitlines()[-1:] or ["it printed nothing"]
            return f"the grading process could not start: {cause[0]}"
        running = self._running()
        place = f"in {running.partition('::')[2]}" if running else "while importing your code"
        if run.ended == "timeout":
            return f"time limit of {timeout:g} s reached {place}: an endless loop?"
        if run.ended == "memory":
            return f"memory limit of {memory_mb} MB reached {place}: does something grow for ever?"
        while_ = f"while {running.partition('::')[2]} ran" if running else "while it was imported"
        if running is None and run.last("collected"):
            while_ = "between two tests"
        how = _exit_text(run.code)
        return f"your code ended the process {while_} ({how})"

    def _running(self) -> str | None:
        """Return the id of the test that was running when the events stopped."""
        running = None
        for event in self.run.events:
            if event["kind"] == "start":
                running = event["id"]
            elif event["kind"] == "canary-start" or (
                event["kind"] == "report" and event["when"] == "teardown"
            ):
                running = None
        return running

    def _canaries(self) -> tuple[int, int]:
        """Count the tests that must fail: how many were started, how many failed."""
        events = self.run.events
        started = sum(event["kind"] == "canary-start" for event in events)
        calls = [event for event in events if event["kind"] == "canary" and event["when"] == "call"]
        return started, sum(event["outcome"] == "failed" for event in calls)

    def canaries_missing(self) -> int:
        """Count the canaries that a complete run has and this one has not: every kind, decoys."""
        from scratchtools import grade_guard

        kinds = grade_guard.canary_kinds(core=grade_guard.has_core())
        return max(kinds, len(self.tests)) + len(self.tests) - self._canaries()[1]

    def results(self) -> list[TestResult]:
        """Return one result per test that ran, and one for each that should have run."""
        return [result for file in self.tests for result in self._file_results(file)]

    def _file_results(self, file: TestFile) -> Iterator[TestResult]:
        merged: dict[str, TestResult] = {}
        running = self._running() if self.interruption else None
        for event in self.run.events:
            if event["kind"] == "collected":
                for name in event["ids"]:
                    if _base(name) == file.path.name:
                        merged[name] = self._blank(file, name, NOT_RUN)
            elif event["kind"] == "report" and _base(event["id"]) == file.path.name:
                self._merge(merged, file, event)
        if running in merged:
            merged[running].message = self.interruption
        fault = self._collect_message(file)
        for test in file.tests:
            name = f"{file.path.name}::{test}"
            if not any(id == name or id.startswith(f"{name}[") for id in merged):
                merged[name] = self._blank(file, name, fault or NOT_RUN)
        yield from merged.values()

    def _collect_message(self, file: TestFile) -> str:
        for event in self.run.events:
            if event["kind"] == "collect" and _base(event["id"]) == file.path.name:
                return f"the test file cannot be imported: {self._text(event)}"
        return ""

    def _blank(self, file: TestFile, name: str, message: str) -> TestResult:
        from scratchtools.grade import TestResult

        return TestResult(name, file.step, file.title, "error", message)

    def _merge(self, merged: dict[str, TestResult], file: TestFile, event: dict) -> None:
        """Fold one phase's report (setup, call, teardown) into its test: the worst one counts."""
        name, outcome = event["id"], event["outcome"]
        result = merged.setdefault(name, self._blank(file, name, NOT_RUN))
        if event["when"] == "call" and result.message == NOT_RUN:
            result.outcome, result.message = "passed", ""
        result.duration += event["duration"]
        result.output = event["output"] or result.output
        if outcome == "passed":
            return
        if outcome == "failed" and event["when"] != "call":
            outcome = "error"
        if result.message and result.message != NOT_RUN and RANK[outcome] <= RANK[result.outcome]:
            return
        result.outcome, result.longrepr = outcome, event["longrepr"]
        result.message = self._text(event) if "type" in event else "the test was skipped"
        if outcome == "skipped":
            result.message = "the test was skipped: a skipped test does not count as passed"
        result.where = self._where(event)
        if written := NOT_WRITTEN.search(event.get("text", "")):
            result.exercise = written["id"]
            result.not_written = event["type"] == "NotImplementedError"

    def _where(self, event: dict) -> tuple[Path, int] | None:
        frame = event.get("frame")
        return (self.source / frame[0], frame[1]) if frame else None

    def _text(self, event: dict) -> str:
        """Say in words what an exception means to the learner."""
        where = self._where(event)
        place = f" ({relative(where[0])}:{where[1]})" if where else ""
        kind, text, bases = event["type"], event["text"].strip(), event["bases"]
        if kind == "NotImplementedError" and (match := NOT_WRITTEN.search(text)):
            return f"not written yet: {match['id']}{place}"
        if kind == "SystemExit":
            return f"your code called sys.exit({text}){place}"
        if "MemoryError" in bases:
            return f"the memory limit was reached{place}: does something grow for ever? {text}"
        if kind == "RecursionError":
            return f"your code calls itself without end{place}: {text}"
        if kind == "EOFError" or (kind == "OSError" and "reading from stdin" in text):
            return f"your code waits for input{place}: nobody can answer while tests run"
        if "Warning" in bases:
            return f"{kind}: {text}{place}; a warning counts as a failure here"
        if kind in ("AssertionError", "Failed"):
            own, _, rewritten = text.partition("\nassert ")  # pytest's view of the expression
            return own or rewritten or "an assertion failed"
        return f"{kind}: {text}{place}"

    def steps(self, results: Sequence[TestResult]) -> list:
        """Count the tests of every step."""
        from scratchtools.grade import Step

        counted = []
        for file in self.tests:
            own = [result.outcome == "passed" for result in results if result.step == file.step]
            counted.append(Step(file.step, file.title, sum(own), len(own) - sum(own)))
        return counted


def _base(nodeid: str) -> str:
    return nodeid.partition("::")[0].rpartition("/")[2]


def _exit_text(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return f"exit code {code}; look for os._exit, exit or quit"
