"""pytest plugins of `scratch mutate`: which test runs which function, and one mutant's run."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

Key = tuple[str, int]  # a file below the source folder, and the first line of a function in it
QUIET = ("-q", "--tb=line", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys")
STARTS_PROCESS = frozenset({"subprocess.Popen", "os.posix_spawn", "os.fork", "os.system"})


class Times:
    """Outcome and duration of every test of the unmutated code."""

    def __init__(self) -> None:
        self.durations: dict[str, float] = defaultdict(float)
        self.failures: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.durations[report.nodeid] += report.duration
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failures[report.nodeid] = str(report.longrepr)


class Calls:
    """The functions of the source folder that each test calls.

    A fixture that several tests share counts for all of them. What runs while the tests are
    collected, and tests that start a process (where nothing can be seen), are kept apart.
    """

    def __init__(self, source: Path) -> None:
        self.prefix = source.as_posix() + "/"
        self.tests: dict[str, set[Key]] = {}
        self.at_import: set[Key] = set()
        self.starters: set[str] = set()
        self._current = self.at_import
        self._test: str | None = None
        self._fixtures: dict[object, set[Key]] = {}
        self._keys: dict[CodeType, Key | None] = {}
        sys.addaudithook(self._audit)

    def _audit(self, event: str, _: object) -> None:
        if self._test and event in STARTS_PROCESS:
            self.starters.add(self._test)

    def _trace(self, frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if code not in self._keys:
            name = code.co_filename.replace("\\", "/")
            inside = name.startswith(self.prefix)
            self._keys[code] = (name[len(self.prefix) :], code.co_firstlineno) if inside else None
        key = self._keys[code]
        if key:
            self._current.add(key)

    def start(self) -> None:
        """Trace calls from now on."""
        threading.settrace(self._trace)  # type: ignore[arg-type]
        sys.settrace(self._trace)  # type: ignore[arg-type]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        found = self.tests.setdefault(item.nodeid, set())
        self._current, self._test = found, item.nodeid
        try:
            return (yield)
        finally:
            self._current, self._test = self.at_import, None
            for fixture in _shared_fixtures(item):
                found |= self._fixtures.get(fixture, set())

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        before, self._current = self._current, set()
        try:
            return (yield)
        finally:
            before |= self._current
            self._fixtures[fixturedef] = self._current
            self._current = before


def _shared_fixtures(item: pytest.Item) -> list[object]:
    info = getattr(item, "_fixtureinfo", None)
    found = info.name2fixturedefs.values() if info else ()
    return [fixture for fixtures in found for fixture in fixtures if fixture.scope != "function"]


def function_of(test: str) -> tuple[str, str]:
    """Return the file and the name of the function that a test's id belongs to."""
    place = test.partition("[")[0].split("::")
    return place[0], place[-1]


class Judge:
    """Run the chosen tests in the given order, note the first that fails, end the slow ones.

    A test that the baseline did not know (its id holds a mutated value) runs too. On Linux and
    macOS a timer ends the process in the middle of whatever it does.
    """

    def __init__(self, order: list[str], limits: dict[str, float], known: set[str], log: Path):
        self.rank = {test: place for place, test in enumerate(order)}
        self.functions = {function_of(test) for test in order}
        self.limits, self.known, self.log = limits, known, log
        self.timer = hasattr(signal, "setitimer")
        self.arm(30.0)

    def arm(self, seconds: float) -> None:
        """End this process after so many seconds unless armed again."""
        if self.timer:
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def pytest_pycollect_makeitem(self, collector: pytest.Collector, name: str) -> list | None:
        """Leave out functions none of whose tests is chosen: parametrizing them takes long."""
        if (
            not name.startswith("test")
            or function_of(f"{collector.nodeid}::{name}") in self.functions
        ):
            return None
        return []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        chosen = [i for i in items if i.nodeid in self.rank or i.nodeid not in self.known]
        items[:] = sorted(chosen, key=lambda item: self.rank.get(item.nodeid, -1))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.log.write_text(nodeid, encoding="utf-8")
        self.arm(self.limits.get(nodeid, 10.0))


def run_pytest(arguments: list[str], plugins: list[object]) -> tuple[int, float]:
    """Run pytest in this process; return the exit code and the seconds."""
    started = time.perf_counter()
    code = pytest.main([*arguments, *QUIET], plugins=plugins)
    return int(code), time.perf_counter() - started
