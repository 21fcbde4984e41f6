"""Run a unit's tests against its mutants, in warm workers that each have a copy of the source."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scratchtools.mutants import Mutant, find_mutants
from scratchtools.units import Unit, child_environment

NOT_JUDGED = frozenset({"figures.py", "milestone.py"})  # pictures and training runs
WARM = ("numpy", "numpy.testing", "pytest", "hypothesis", "scratchtools.mutate_plugin")
BROKEN = 70
HANGS = 5.0  # a test that takes so many seconds more than ten times its usual time hangs
NOTHING_RUN = 5
FIRST_PART = 40  # tests that run first: few files have to be collected for them
PYTEST_INI = """[pytest]
markers =
    slow
    oracle
    timeout
filterwarnings =
    error
    ignore::pytest.PytestUnknownMarkWarning
"""


class MutationError(RuntimeError):
    """The tests cannot judge mutants: they fail, or they don't run the unit's code."""


@dataclass(frozen=True)
class Verdict:
    """What the tests said about a mutant; `test` is the one that failed or hung."""

    mutant: Mutant
    outcome: str  # "killed", "timeout", "survived" or "untested"
    test: str = ""

    @property
    def alive(self) -> bool:
        """Say whether no test noticed the change."""
        return self.outcome in ("survived", "untested")


def mutants_of(unit: Unit, only: str | None = None) -> list[Mutant]:
    """Return every mutant of a unit's source files, in order."""
    found = []
    for file in sorted(unit.source.rglob("*.py")):
        name = file.relative_to(unit.source).as_posix()
        if file.name not in NOT_JUDGED and (only is None or only in name):
            found += find_mutants(file.read_bytes(), name)
    return found


class Slot:
    """A worker process and its copy of the unit's source."""

    def __init__(self, unit: Unit, folder: Path, cache: Path) -> None:
        folder.mkdir()
        self.folder, self.cache, self.source = folder, cache, folder / "src"
        shutil.copytree(unit.source, self.source, ignore=shutil.ignore_patterns("__pycache__"))
        environment = child_environment((self.source, *unit.paths), threads=1)
        environment |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONHASHSEED": "0"}
        self.errors = (folder / "errors.txt").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "scratchtools.mutate_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            encoding="utf-8",
            cwd=unit.folder,
            env=environment,
        )

    def ask(self, action: str, **request: Any) -> dict:
        """Send a request and wait for its answer."""
        assert self.process.stdin and self.process.stdout
        common = {"do": action, "cache": str(self.cache), "source": str(self.source)}
        self.process.stdin.write(json.dumps(common | request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            text = (self.folder / "errors.txt").read_text(encoding="utf-8", errors="replace")
            raise MutationError(f"a worker ended early:\n{text[-2000:]}")
        return json.loads(line)

    def job(self, action: str, arguments: Sequence[str], **request: Any) -> dict:
        """Run tests and return the result file of the job."""
        result, output = self.folder / f"{action}.json", self.folder / f"{action}.txt"
        answer = self.ask(
            action,
            arguments=list(arguments),
            result=str(result),
            output=str(output),
            seconds=1800,
            **request,
        )
        if answer["code"] != 0:
            text = output.read_text(encoding="utf-8", errors="replace")
            raise MutationError(f"the tests' process ended with {answer['code']}:\n{text[-2000:]}")
        return json.loads(result.read_text(encoding="utf-8"))

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """Put a mutant into the copy for a while."""
        file = self.source / mutant.file
        original = file.read_bytes()
        file.write_bytes(mutant.apply(original))
        try:
            yield
        finally:
            file.write_bytes(original)

    def close(self) -> None:
        """End the worker and what it runs."""
        assert self.process.stdin and self.process.stdout
        self.process.terminate()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.errors.close()


class Coverage:
    """Which tests can notice a change where; learns which tests kill."""

    def __init__(self, durations: dict[str, float], calls: dict) -> None:
        self.durations = durations
        self.tests = list(durations)
        self.at_import = {tuple(key) for key in calls["at_import"]}
        self.starters = [test for test in calls["starters"] if test in durations]
        self.by_function: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.by_file: dict[str, set[str]] = defaultdict(set)
        self.kills: dict[object, Counter[str]] = defaultdict(Counter)
        for test, keys in calls["tests"].items():
            for file, line in keys:
                self.by_function[file, line].add(test)
                self.by_file[file].add(test)

    def order(self, mutant: Mutant) -> list[str]:
        """Return the tests that may notice the mutant, likely killers and quick ones first."""
        place = (mutant.file, mutant.scope)
        near, everywhere = self.kills[place], self.kills[mutant.file]
        inside = self.by_file[mutant.file]
        chosen = self.by_function[place]
        if not mutant.scope or place in self.at_import:  # a constant is used without any call
            chosen = set(self.tests)
        ranked = sorted(
            (test for test in chosen if test in self.durations),
            key=lambda t: (-near[t], -everywhere[t], t not in inside, self.durations[t]),
        )
        return ranked + [test for test in self.starters if test not in chosen]

    def learn(self, verdict: Verdict) -> None:
        """Remember the killer of a mutant for its neighbours."""
        if verdict.test:
            mutant = verdict.mutant
            self.kills[mutant.file, mutant.scope][verdict.test] += 1
            self.kills[mutant.file][verdict.test] += 1


class Mutation:
    """The workers of one unit, the baseline of its tests, and the judgement of mutants."""

    def __init__(self, unit: Unit, folder: Path, workers: int, slow: bool) -> None:
        self.unit, self.folder = unit, folder.resolve()
        ini = self.folder / "pytest.ini"
        ini.write_text(PYTEST_INI, encoding="utf-8")
        marks = "not oracle" if slow else "not oracle and not slow"
        self.options = ["-c", str(ini), "--rootdir", str(unit.folder), "-m", marks]
        self.options += ["--import-mode=importlib", "-p", "no:randomly"]
        self.known = self.folder / "known.json"
        cache = self.folder / "cache"
        self.slots = [Slot(unit, self.folder / f"slot{n}", cache) for n in range(workers)]

    def __enter__(self) -> Mutation:
        return self

    def __exit__(self, *_: object) -> None:
        for slot in self.slots:
            slot.close()

    def baseline(self) -> None:
        """Run the unmutated tests twice: for outcomes and times, then for what they call."""
        first = self.slots[0]
        first.ask("warm", modules=WARM)
        files = [*self.options, str(self.unit.tests)]
        foreign = [str(self.folder), str(self.unit.folder)]
        times = first.job("times", files, foreign=foreign)
        if times["failures"]:
            names = "\n".join(f"  {name}" for name in times["failures"])
            raise MutationError(f"the tests must pass before anything is mutated:\n{names}")
        if not times["durations"]:
            raise MutationError(f"{self.unit.tests} has no tests to run")
        calls = first.job("calls", files)
        if not calls["tests"] or not any([*calls["tests"].values(), calls["at_import"]]):
            raise MutationError(f"the tests do not run {self.unit.import_name} from its copy")
        self.coverage = Coverage(times["durations"], calls)
        limits = {test: HANGS + 10 * seconds for test, seconds in times["durations"].items()}
        self.known.write_text(json.dumps(limits), encoding="utf-8")
        self.place = {test: number for number, test in enumerate(limits)}
        for slot in self.slots:
            slot.ask("warm", modules=[*WARM, *times["modules"]])

    def judge_all(
        self, mutants: Sequence[Mutant], done: Callable[[Verdict], object]
    ) -> list[Verdict]:
        """Judge every mutant; `done` is called for each as it is judged."""
        free: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        for slot in self.slots:
            free.put(slot)

        def judge(mutant: Mutant) -> Verdict:
            slot = free.get()
            try:
                return self.judge(slot, mutant)
            finally:
                free.put(slot)

        pool = ThreadPoolExecutor(len(self.slots))
        try:
            waiting = {pool.submit(judge, m): n for n, m in enumerate(mutants)}
            found = {}
            for future in as_completed(waiting):
                found[waiting[future]] = future.result()
                done(future.result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return [found[number] for number in range(len(mutants))]

    def judge(self, slot: Slot, mutant: Mutant) -> Verdict:
        """Run the tests that may notice one mutant until one fails; most die in the first part."""
        order = self.coverage.order(mutant)
        if not order:
            return Verdict(mutant, "untested")
        log = slot.folder / "test.txt"
        with slot.mutated(mutant):
            for part in filter(None, (order[:FIRST_PART], order[FIRST_PART:])):
                code = self.run_part(slot, part, log)
                if code == BROKEN:
                    raise MutationError(f"the run of a mutant broke: {mutant}")
                if code not in (0, NOTHING_RUN):
                    outcome = "timeout" if code < 0 else "killed"
                    verdict = Verdict(mutant, outcome, log.read_text(encoding="utf-8"))
                    self.coverage.learn(verdict)
                    return verdict
        return Verdict(mutant, "survived")

    def run_part(self, slot: Slot, tests: Sequence[str], log: Path) -> int:
        """Run some tests on the slot's copy in the given order; return pytest's exit code."""
        log.write_text("", encoding="utf-8")
        files = sorted({str(self.unit.folder / test.partition("::")[0]) for test in tests})
        answer = slot.ask(
            "judge",
            arguments=[*self.options, *files],
            order=[self.place[test] for test in tests],
            known=str(self.known),
            log=str(log),
            output=os.devnull,
            seconds=60 + 5 * sum(self.coverage.durations[test] for test in tests),
        )
        return answer["code"]


@contextmanager
def mutation(unit: Unit, *, workers: int, slow: bool) -> Iterator[Mutation]:
    """Give the workers of a unit, with the baseline run; everything is removed at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="scratch-mutate-") as folder,
        Mutation(unit, Path(folder), workers, slow) as running,
    ):
        running.baseline()
        yield running
