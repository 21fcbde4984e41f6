"""The command `scratch bench`: measure ours against its peers, in turns, and judge the limits."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import fail, json_option, output_option, print_json
from scratchtools.units import Unit, UnitParam, all_units, available_cores

if TYPE_CHECKING:
    from scratchtools.bench_report import Row
    from scratchtools.bench_run import Case, Result

ROUNDS = 21
WIDTHS = (9, 14, 9, 13, 15, 6, 0)  # of the columns after the case


@click.command(epilog="Example: scratch bench core t03 --vs torch --output speed.json")
@click.argument("units", type=UnitParam(), nargs=-1, metavar="[core|TOPIC]...")
@click.option("--vs", "peer", metavar="PEER", help="Compare with this peer only: torch, naive, ...")
@click.option("--only", metavar="TEXT", help="Run only the cases whose name contains TEXT.")
@click.option("--threads", type=click.IntRange(min=1), help="BLAS threads (default: every core).")
@click.option(
    "--rounds",
    type=click.IntRange(min=2),
    default=ROUNDS,
    show_default=True,
    help="Samples of each participant.",
)
@output_option("Write every sample to a file that `python -m pyperf` reads.")
@json_option
def command(
    units: tuple[Unit, ...],
    peer: str | None,
    only: str | None,
    threads: int | None,
    rounds: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Measure speed and memory of the core and the topics against their peers.

    Ours and the peers take turns, each in its own process with the same number of threads. The
    ratio ours / theirs is the median over the rounds; the spread is its quartiles. Exit code 1
    when a ratio exceeds the limit of its case.
    """
    from scratchtools import bench_report

    threads = threads or available_cores()
    cases = find_cases(units or all_units(), peer, only, threads)
    if peer:
        require(peer)
    results = run(cases, threads=threads, rounds=rounds, show=not as_json)
    if peer:
        stop_without(peer, results)
    rows = [row for result in results for row in bench_report.rows_of(result)]
    if output:
        bench_report.write_pyperf([r for r in results if r.series], output, threads)
    document = bench_report.document(rows, threads=threads, rounds=rounds)
    if as_json:
        print_json(document)
    else:
        print_summary(document, output)
    if not document["ok"]:
        raise SystemExit(1)


def find_cases(
    units: Sequence[Unit], peer: str | None, only: str | None, threads: int
) -> list[Case]:
    """Return the cases that were asked for; end the command when there is none."""
    from scratchtools.bench_run import BenchmarkError, list_cases, select_peers

    named = " and ".join(unit.id for unit in units)
    try:
        found = [
            case
            for unit in units
            for file in unit.benchmarks
            for case in list_cases(unit, file, threads)
        ]
    except BenchmarkError as error:
        fail(f"the benchmark file cannot be read: {error}\n{error.detail}".rstrip(), code=1)
    if not found:
        fail(f"{named} has no benchmarks", "scratch topics")
    cases = select_peers(found, peer)
    if not cases:
        peers = sorted({name for case in found for name in case.peers})
        fail(f"no case of {named} compares with {peer!r}", f"choose one of: {', '.join(peers)}")
    cases = [case for case in cases if only is None or only in case.name]
    if not cases:
        fail(f"no case of {named} has {only!r} in its name", "scratch bench --help")
    return cases


def require(peer: str) -> None:
    """End the command when the peer that was asked for is a library that is not installed."""
    from importlib.util import find_spec

    from scratchtools.bench_run import INSTALL

    if peer in INSTALL and find_spec(peer) is None:
        fix = f"pip install {INSTALL[peer]}   (in the checkout: ./scratch setup oracle)"
        fail(f"{peer} is not installed", fix)


def stop_without(peer: str, results: Sequence[Result]) -> None:
    """End the command when the peer that was asked for could not be imported."""
    for result in results:
        if peer in result.missing:
            fail(f"{peer} is not installed", result.missing[peer])


def run(cases: Sequence[Case], *, threads: int, rounds: int, show: bool) -> list[Result]:
    """Measure every case; with `show`, print each row when it is there."""
    from scratchtools import bench_report
    from scratchtools.bench_run import measure, rounds_of
    from scratchtools.progress import progress

    results = []
    width = max(len(f"{case.unit.id} {case.name}") for case in cases)
    if show:
        print_row(bench_report.HEADER, width)
    for number, case in enumerate(cases, 1):
        with progress(f"{number} of {len(cases)}", rounds_of(case, rounds)) as tick:
            results.append(measure(case, threads=threads, rounds=rounds, tick=tick))
        for row in bench_report.rows_of(results[-1]) if show else ():
            print_row(bench_report.cells(row), width, row)
    return results


def print_row(cells: Sequence[str], width: int, row: Row | None = None) -> None:
    """Print one line of the table, and below it what went wrong."""
    columns = zip(cells[1:], WIDTHS, strict=True)
    line = cells[0].ljust(width) + "".join("  " + text.rjust(size) for text, size in columns)
    if row is None:
        click.secho(line.rstrip(), bold=True)
        return
    colour = {"": None, "ok": "green", "not installed": "yellow"}.get(row.verdict, "red")
    click.secho(line.rstrip(), fg=colour)
    if row.result.problem:
        click.echo(f"  {row.result.problem}\n{indented(row.result.detail)}".rstrip())
    elif row.install:
        click.echo(f"  {row.install}")


def indented(text: str) -> str:
    """Move a text of several lines to the right."""
    return "\n".join("    " + line for line in text.splitlines())


def print_summary(document: dict, output: Path | None) -> None:
    """Say under which conditions the figures hold and which limits were exceeded."""
    versions = ", ".join(f"{name} {number}" for name, number in document["versions"].items())
    place = f"{document['cpu']}, {document['threads']} threads"
    click.echo(f"\n{place}, Python {document['python']}, {versions}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows has none
    if load > available_cores() + 1:
        click.secho(f"the machine is busy (load {load:.1f}): expect noise", fg="yellow")
    if output:
        click.echo(f"samples: {output} (python -m pyperf show {output})")
    bad = [case for case in document["cases"] if not case["ok"]]
    if bad:
        names = ", ".join(f"{case['topic']} {case['case']}" for case in bad)
        click.secho(f"{len(bad)} of {len(document['cases'])} failed: {names}", fg="red")
