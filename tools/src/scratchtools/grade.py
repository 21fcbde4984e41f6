"""Grade a folder of code: run a topic's tests on it in a child process and judge what came back.

The child is never believed on its word alone. The parent knows from the files which tests there
are, wants each of them run and passed, and wants every canary (a test that must fail) failed.
Code that runs in the same process and sets out to forge the reports could still do it; what this
rules out is every accident and every simple trick.
"""

from __future__ import annotations

import ast
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scratchtools.grade_judge import judge
from scratchtools.grade_process import run_child, serve
from scratchtools.integrity import is_graded

if TYPE_CHECKING:
    from scratchtools.grade_server import Server
    from scratchtools.topics import Topic

TIMEOUT = 120.0  # seconds without a finished test
MEMORY_MB = 2048


@dataclass
class TestResult:
    """One test: what it claims, how it went, and what the learner should read."""

    __test__ = False  # not a test class for pytest

    id: str  # test_1_forward.py::test_sum_is_exact[3]
    step: str  # test_1_forward
    title: str  # the step's title
    outcome: str  # "passed", "failed", "error" or "skipped"
    message: str = ""
    longrepr: str = ""
    duration: float = 0.0
    exercise: str | None = None  # the exercise that is not written yet, or that was at fault
    where: tuple[Path, int] | None = None  # the last line of the learner's own code
    output: str = ""  # what the test printed
    not_written: bool = False


class Step(NamedTuple):
    """One graded file: how many of its tests passed and how many did not."""

    step: str
    title: str
    passed: int
    failed: int


@dataclass
class Outcome:
    """The verdict on a folder of code; `problem` is what stopped the tests as a whole."""

    passed: bool
    results: list[TestResult] = field(default_factory=list)
    problem: str | None = None
    duration: float = 0.0
    steps: list[Step] = field(default_factory=list)
    printed: str = ""  # printed outside of tests (on import, by a crash)
    longrepr: str = ""  # the traceback that belongs to `problem`

    def first_failure(self) -> TestResult | None:
        """Return the first result that did not pass, in the order of the steps."""
        return next((result for result in self.results if result.outcome != "passed"), None)


@dataclass(frozen=True)
class TestFile:
    """A test file as it is on disk: the tests that have to run are read from its syntax tree."""

    __test__ = False

    path: Path
    title: str
    tests: tuple[str, ...]  # test_x, TestGroup::test_y

    @property
    def step(self) -> str:
        """The file's name without `.py`: what a step is called."""
        return self.path.stem


def graded_files(topic: Topic) -> list[Path]:
    """Return the topic's graded test files, one per step, in the steps' order."""
    found = [(match, path) for path in topic.tests.glob("*.py") if (match := is_graded(path))]
    return [path for _, path in sorted(found, key=lambda pair: (int(pair[0][1]), pair[1]))]


def run_tests(
    topic: Topic,
    source: Path,
    *,
    overlay: Sequence[Path] = (),
    graded: bool = True,
    files: Sequence[Path] | None = None,
    timeout: float = TIMEOUT,
    memory_mb: int | None = MEMORY_MB,
    fail_fast: bool = False,
    leave_out: Sequence[str] = (),
    on_event: Callable[[dict], None] | None = None,
    on_tick: Callable[[], None] | None = None,
    server: Server | None = None,
) -> Outcome:
    """Run the topic's tests with the topic imported from `source`, and nowhere else.

    `overlay` holds src folders of earlier topics, used before the installed ones. `timeout` is in
    seconds without a finished test. `graded` takes the steps only; `files` names files instead.
    Tests with a mark in `leave_out` are not run, and the child is forked from `server` (neither is
    ever used to grade a learner).
    """
    began = time.monotonic()
    paths = list(files) if files is not None else _default_files(topic, graded)
    if not paths:
        return Outcome(False, problem=f"{topic.name} has no tests in {topic.tests}")
    try:
        tests = [read_tests(path, leave_out) for path in paths]
    except SyntaxError as error:
        return Outcome(False, problem=f"{error.filename}:{error.lineno}: not Python: {error.msg}")
    if leave_out:
        tests = [test for test in tests if test.tests]
    spec = _specification(topic, source, overlay, tests)
    spec |= {"memory_mb": memory_mb, "fail_fast": fail_fast, "leave_out": list(leave_out)}
    run = run_child(spec, timeout=timeout, on_event=on_event, on_tick=on_tick, server=server)
    outcome = judge(run, tests, source.resolve(), timeout=timeout, memory_mb=memory_mb)
    outcome.duration = time.monotonic() - began
    return outcome


def start_server(topic: Topic, source: Path, overlay: Sequence[Path]) -> Server:
    """Return a warm process for many `run_tests` of one topic, whose sources lie beside `source`.

    It has imported what the graded tests and the topic import, but for the topic itself.
    """
    spec = _specification(topic, source, overlay, [])
    modules = {"pytest", "numpy.testing", "scratchtools.grade_guard", "scratchtools.grade_reporter"}
    for path in [*graded_files(topic), *sorted(topic.package.rglob("*.py"))]:
        modules |= imported_modules(path)
    return serve(spec, sorted(modules - {topic.import_name}))


def imported_modules(path: Path) -> set[str]:
    """Return the top-level modules that a file imports, without importing it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def _specification(
    topic: Topic, source: Path, overlay: Sequence[Path], tests: Sequence[TestFile]
) -> dict:
    """Say to the child what to import from where, and what to run."""
    return {
        "import_name": topic.import_name,
        "source": str(source.resolve()),
        "overlay": [str(path.resolve()) for path in overlay],
        "path": _search_path(topic, source),
        "tests": str(topic.tests.resolve()),
        "files": [str(test.path) for test in tests],
    }


def read_tests(path: Path, leave_out: Sequence[str] = ()) -> TestFile:
    """Read a test file's title and the names of its tests, without importing it."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    names = []
    for node in tree.body if not _marked_module(tree, leave_out) else []:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            if not _marked(node.decorator_list, leave_out):
                found = _test_functions(node.body, leave_out)
                names += [f"{node.name}::{name}" for name in found]
        else:
            names += _test_functions([node], leave_out)
    title = (ast.get_docstring(tree) or path.stem).splitlines()[0].strip().rstrip(".")
    return TestFile(path.resolve(), title, tuple(names))


def _test_functions(nodes: list[ast.stmt], leave_out: Sequence[str]) -> list[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        node.name
        for node in nodes
        if isinstance(node, kinds)
        and node.name.startswith("test")
        and not _marked(node.decorator_list, leave_out)
    ]


def _marked(expressions: Sequence[ast.expr], marks: Sequence[str]) -> bool:
    """Say whether `pytest.mark.x` stands in the expressions, x being one of the marks."""
    nodes = (node for expression in expressions for node in ast.walk(expression))
    written = [ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)]
    return any(f"pytest.mark.{mark}" in written for mark in marks)


def _marked_module(tree: ast.Module, marks: Sequence[str]) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "pytestmark"
        and _marked([node.value], marks)
        for node in tree.body
    )


def _default_files(topic: Topic, graded: bool) -> list[Path]:
    return graded_files(topic) if graded else sorted(topic.tests.glob("test_*.py"))


def _search_path(topic: Topic, source: Path) -> list[str]:
    """Return this interpreter's import path without the current folder and the topic's code.

    The references of earlier topics are added, so that nothing needs to be installed.
    """
    own = {os.path.realpath(topic.source), os.path.realpath(source)}
    kept = [path for path in sys.path if path and os.path.realpath(path) not in own]
    earlier = [
        folder / "src"
        for folder in sorted(topic.folder.parent.glob("t[0-9][0-9]-*"))
        if folder.name < topic.name
    ]
    return kept + [str(path) for path in earlier if path.is_dir() and str(path) not in kept]
