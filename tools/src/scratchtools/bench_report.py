"""What a benchmark found: rows for people, one document for programs, a file for pyperf."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scratchtools.bench_run import Result, Series

SCALES = {
    "seconds": ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")),
    "bytes": ((2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"), (1.0, "B")),
}
HEADER = ("case", "ours", "peer", "theirs", "ours / theirs", "spread", "limit", "")


@dataclass(frozen=True)
class Row:
    """Ours against one peer in one case; without a peer only ours.

    `low` and `high` are the quartiles of the per-round ratios, `ratio` is their median.
    """

    result: Result
    peer: str | None
    theirs: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def limit(self) -> float | None:
        """The highest ratio that the case allows."""
        return self.result.case.limits.get(self.peer) if self.peer else None

    @property
    def install(self) -> str:
        """The command that installs the peer when it is missing."""
        return self.result.missing.get(self.peer, "") if self.peer else ""

    @property
    def ok(self) -> bool:
        """Say whether the case ran and its ratio is within the limit."""
        if self.result.problem:
            return False
        return self.limit is None or self.ratio is None or self.ratio <= self.limit

    @property
    def verdict(self) -> str:
        """Return one word on the row."""
        if self.result.problem:
            return "failed"
        if self.install:
            return "not installed"
        if self.limit is None:
            return ""
        return "ok" if self.ok else "too slow" if self.result.case.measure == "time" else "too much"


def rows_of(result: Result) -> list[Row]:
    """Return one row per peer of a case, or a single one when there is no peer or no result."""
    if result.problem or not result.case.peers:
        return [Row(result, None)]
    return [_row(result, peer) for peer in result.case.peers]


def _row(result: Result, peer: str) -> Row:
    if peer in result.missing:
        return Row(result, peer)
    ratios = result.ratios(peer)
    low, middle, high = quartiles(ratios)
    return Row(result, peer, result.series[peer].median, middle, low, high)


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """Return the quartiles of at least one number."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high


def quantity(value: float, unit: str) -> str:
    """Write a number with three digits and the unit that suits it."""
    scales = SCALES.get(unit)
    if scales is None:
        return f"{value:.4g} {unit}"
    factor, name = next((scale for scale in scales if abs(value) >= scale[0]), scales[-1])
    return f"{digits(value / factor)} {name}"


def digits(value: float) -> str:
    """Write a number with three significant digits, trailing zeros included."""
    return f"{value:.0f}" if 999.5 <= abs(value) < 1e5 else f"{value:#.3g}".rstrip(".")


def cells(row: Row) -> tuple[str, ...]:
    """Return the texts of a row, in the order of HEADER."""
    case = row.result.case
    unit = case.unit_of_measure
    ours = quantity(row.result.series["ours"].median, unit) if row.result.series else ""
    return (
        f"{case.unit.id} {case.name}",
        ours,
        row.peer or "",
        "" if row.theirs is None else quantity(row.theirs, unit),
        "" if row.ratio is None else digits(row.ratio),
        "" if row.low is None else f"{digits(row.low)} - {digits(row.high)}",
        "" if row.limit is None else f"{row.limit:g}",
        row.verdict,
    )


def document(rows: Sequence[Row], *, threads: int, rounds: int) -> dict:
    """Return the JSON document of a run."""
    versions: dict[str, str] = {}
    for row in rows:
        versions.update(row.result.versions)
    return {
        "command": "bench",
        "ok": all(row.ok for row in rows),
        "threads": threads,
        "rounds": rounds,
        "cpu": cpu_name(),
        "python": platform.python_version(),
        "versions": versions,
        "cases": [_case(row, threads) for row in rows],
    }


def _case(row: Row, threads: int) -> dict:
    result = row.result
    ours: Series | None = result.series.get("ours")
    found = {
        "topic": result.case.unit.id,
        "case": result.case.name,
        "measure": result.case.measure,
        "unit": result.case.unit_of_measure,
        "ours": ours.median if ours else None,
        "peer": row.peer,
        "theirs": row.theirs,
        "ratio": row.ratio,
        "ratio_low": row.low,
        "ratio_high": row.high,
        "limit": row.limit,
        "ok": row.ok,
        "samples": len(ours.values) if ours else 0,
        "threads": threads,
        "versions": result.versions,
    }
    if row.install:
        found["install"] = row.install
    if result.problem:
        found |= {"problem": result.problem, "detail": result.detail}
    return found


def cpu_name() -> str:
    """Return the processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def write_pyperf(results: Sequence[Result], file: Path, threads: int) -> None:
    """Write every series as a benchmark that `python -m pyperf` can show and compare."""
    import pyperf

    suite = [
        _benchmark(result, name, series, threads)
        for result in results
        for name, series in result.series.items()
    ]
    if not suite:
        raise ValueError("nothing was measured: there is nothing to write")
    pyperf.BenchmarkSuite(suite).dump(str(file), replace=True)


def _benchmark(result: Result, name: str, series: Series, threads: int) -> object:
    import pyperf

    case = result.case
    units = {"seconds": "second", "bytes": "byte"}
    metadata = {
        "name": f"{case.unit.id}/{case.name}/{name}",
        "unit": units.get(case.unit_of_measure, "integer"),
        "loops": series.loops,
        "threads": threads,
        "cpu_model_name": cpu_name(),
        "python_version": platform.python_version(),
        **{f"{library}_version": number for library, number in result.versions.items()},
    }
    smallest = 1e-12  # pyperf takes no zero
    values = [max(value, smallest) for value in series.values]
    return pyperf.Benchmark([pyperf.Run(values, metadata=metadata, collect_metadata=False)])
