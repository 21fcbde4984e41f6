"""Run benchmark cases: every participant in its own process, taking turns.

A case's participants (ours and its peers) each live in a child whose BLAS threads are set before
NumPy is imported; neither allocator settings nor threads nor garbage of one reach another. In every
round each gives one sample, in an order that turns round, so slow changes of the machine (heat,
neighbours) meet all alike; what counts is the ratio inside a round.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scratchtools.units import Unit, child_environment

SAMPLE_SECONDS = 0.05  # a sample repeats short calls until it lasts this long
ISOLATED_RUNS = 5
ISOLATED_SAMPLES = 5
VALUE_ROUNDS = 5
ANSWER_LIMIT = 600  # seconds after which a participant counts as stuck
INSTALL = {"torch": "torch==2.13.0", "sklearn": "scikit-learn", "autograd": "autograd"}


class BenchmarkError(RuntimeError):
    """A participant failed; `detail` is the end of its traceback."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class MissingPeer(BenchmarkError):
    """A participant needs a library that is not installed."""

    def __init__(self, peer: str, module: str) -> None:
        super().__init__(f"{peer} is not installed (it needs the module {module!r})")
        self.install = f"pip install {INSTALL.get(module, module)}"


@dataclass(frozen=True)
class Case:
    """One case of a unit's benchmark file, with the peers that are to be compared."""

    unit: Unit
    file: Path
    name: str
    peers: tuple[str, ...]
    limits: dict[str, float]
    measure: str
    unit_of_measure: str
    isolate: bool


@dataclass
class Series:
    """The samples of one participant, one per round, and the calls that made up each."""

    values: list[float] = field(default_factory=list)
    loops: int = 1

    @property
    def median(self) -> float:
        """The median of the samples."""
        return statistics.median(self.values)


@dataclass
class Result:
    """What one case gave: a series per participant, or what went wrong."""

    case: Case
    series: dict[str, Series] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    detail: str = ""

    def ratios(self, peer: str) -> list[float]:
        """Return ours / peer, round by round."""
        pairs = zip(self.series["ours"].values, self.series[peer].values, strict=True)
        return [ours / theirs if theirs else float("inf") for ours, theirs in pairs]


class Participant:
    """A child process (`bench_worker`) that answers requests."""

    def __init__(self, unit: Unit, threads: int, name: str = "ours") -> None:
        self.name, self.threads = name, threads
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "scratchtools.bench_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=unit.folder,
            env=child_environment((unit.source, *unit.paths), threads),
        )
        self._errors: list[str] = []
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def __enter__(self) -> Participant:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdin.close()
        self.process.stdout.close()

    def ask(self, action: str, **request: Any) -> dict:
        """Send a request and return the answer; raise BenchmarkError when there is none."""
        assert self.process.stdin and self.process.stdout
        clock = threading.Timer(ANSWER_LIMIT, self.process.kill)
        clock.start()
        try:
            self.process.stdin.write(json.dumps({"do": action, **request}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except OSError:  # it died before it read the request
            line = ""
        finally:
            clock.cancel()
        if not line:
            code = self.process.wait()
            raise BenchmarkError(f"{self.name}: the process ended (exit code {code})", self._last())
        answer = json.loads(line)
        if "missing" in answer:
            raise MissingPeer(self.name, answer["missing"])
        if "error" in answer:
            raise BenchmarkError(f"{self.name}: {answer['error']}", answer.get("traceback", ""))
        return answer

    def prepare(self, case: Case) -> dict[str, str]:
        """Do the participant's set-up; return the versions of the libraries it uses."""
        answer = self.ask(
            "prepare",
            file=str(case.file),
            case=case.name,
            participant=self.name,
            threads=self.threads,
        )
        return answer["versions"]

    def _read_errors(self) -> None:
        assert self.process.stderr
        with self.process.stderr as stream:
            for line in stream:
                self._errors = [*self._errors[-20:], line]

    def _last(self) -> str:
        self._reader.join(timeout=5)
        return "".join(self._errors)


def list_cases(unit: Unit, file: Path, threads: int) -> list[Case]:
    """Return the cases of a benchmark file, read in a child process."""
    with Participant(unit, threads, file.name) as worker:
        listed = worker.ask("list", file=str(file))["cases"]
    return [
        Case(
            unit,
            file,
            name,
            tuple(found["peers"]),
            found["limits"],
            found["measure"],
            found["unit"],
            found["isolate"],
        )
        for name, found in listed.items()
    ]


def measure(
    case: Case, *, threads: int, rounds: int, tick: Callable[[str], None] = lambda _: None
) -> Result:
    """Run one case; what goes wrong is in the result. `tick` is called after every round."""
    result = Result(case)
    try:
        if case.isolate:
            _measure_isolated(result, threads, tick)
        else:
            _measure_in_turn(result, threads, rounds, tick)
    except BenchmarkError as error:
        result.series.clear()
        result.problem, result.detail = str(error), error.detail
        if isinstance(error, MissingPeer):
            result.detail = error.install
    return result


def rounds_of(case: Case, rounds: int) -> int:
    """Return how many rounds a case takes: numbers vary less than times, and processes cost."""
    if case.isolate:
        return ISOLATED_RUNS
    return min(rounds, VALUE_ROUNDS) if case.measure == "value" else rounds


def _measure_in_turn(
    result: Result, threads: int, rounds: int, tick: Callable[[str], None]
) -> None:
    from contextlib import ExitStack

    case = result.case
    with ExitStack() as stack:
        players = []
        for name in ("ours", *case.peers):
            player = stack.enter_context(Participant(case.unit, threads, name))
            if _prepared(result, player):
                players.append(player)
                result.series[name] = Series(loops=_loops(case, player))
        for turn in range(rounds_of(case, rounds)):
            for player in players if turn % 2 else players[::-1]:
                series = result.series[player.name]
                series.values.append(_sample(case, player, series.loops))
            tick(case.name)


def _measure_isolated(result: Result, threads: int, tick: Callable[[str], None]) -> None:
    case = result.case
    names = ["ours", *case.peers]
    for turn in range(rounds_of(case, ISOLATED_RUNS)):
        for name in names if turn % 2 else names[::-1]:
            if name in result.missing:
                continue
            with Participant(case.unit, threads, name) as player:
                if _prepared(result, player):
                    series = result.series.setdefault(name, Series())
                    series.loops = _loops(case, player)
                    times = ISOLATED_SAMPLES if case.measure == "time" else 1
                    samples = [_sample(case, player, series.loops) for _ in range(times)]
                    series.values.append(statistics.median(samples))
        tick(case.name)


def _prepared(result: Result, player: Participant) -> bool:
    try:
        result.versions.update(player.prepare(result.case))
    except MissingPeer as error:
        if player.name == "ours":
            raise
        result.missing[player.name] = error.install
        return False
    return True


def _loops(case: Case, player: Participant) -> int:
    if case.measure == "value":
        return 1
    return player.ask("calibrate", seconds=SAMPLE_SECONDS)["loops"]


def _sample(case: Case, player: Participant, loops: int) -> float:
    answer = player.ask("value") if case.measure == "value" else player.ask("sample", loops=loops)
    return answer["value"]


def select_peers(cases: Sequence[Case], peer: str | None) -> list[Case]:
    """Keep the cases that have `peer`, compared with it alone; without a peer keep all."""
    from dataclasses import replace

    if peer is None:
        return list(cases)
    return [replace(case, peers=(peer,)) for case in cases if peer in case.peers]
