"""The command `scratch plot`: save the pictures that a topic draws."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    fail,
    json_option,
    known_topics,
    print_json,
    relative,
    topic_argument,
)
from scratchtools.units import available_cores, child_environment, topic_unit

if TYPE_CHECKING:
    from scratchtools.topics import Topic


@click.command(epilog="Example: scratch plot t03 --to pictures")
@topic_argument()
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to save them (default: .scratch/plots/tNN).",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random numbers.")
@json_option
def command(topic: Topic, folder: Path | None, seed: int, as_json: bool) -> None:
    """Save every picture of a topic as PNG and name the files."""
    from scratchtools.topics import repository_root

    topics = known_topics()
    if not (topic.package / "figures.py").is_file():
        having = [t.id for t in topics.values() if (t.package / "figures.py").is_file()]
        fail(f"{topic.id} draws no pictures", f"topics that do: {', '.join(having) or 'none yet'}")
    root = repository_root()
    folder = (folder or root / ".scratch" / "plots" / topic.id).resolve()
    unit = topic_unit(topic, topics, root)
    found = draw(topic, (unit.source, *unit.paths), folder, seed)
    if "error" in found:
        report_failure(topic, found)
    if as_json:
        print_json({"command": "plot", "ok": True, "topic": topic.id, "folder": folder, **found})
        return
    click.echo(f"{topic.id}: {len(found['files'])} pictures in {relative(folder)}")
    for name in found["files"]:
        click.echo(f"  {name}")


def draw(topic: Topic, paths: tuple[Path, ...], folder: Path, seed: int) -> dict:
    """Draw and save in a child process; return its report."""
    module = "scratchtools.plot_worker"
    child = subprocess.run(
        [sys.executable, "-P", "-m", module, topic.import_name, str(folder), str(seed)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=child_environment(paths, available_cores()) | {"MPLBACKEND": "Agg"},
    )
    lines = child.stdout.splitlines()
    if child.returncode or not lines:
        problem = f"the process that draws ended with exit code {child.returncode}"
        return {"error": problem, "traceback": child.stderr[-2000:]}
    return json.loads(lines[-1])


def report_failure(topic: Topic, found: dict) -> None:
    """End the command: a missing library is a matter of installing it, all else a fault."""
    if "missing" in found:
        fix = f'pip install "{topic.name}[plot]"' if "pip install" not in found["error"] else ""
        fail(found["error"], fix)
    fail(f"{topic.id}: {found['error']}\n{found.get('traceback', '')}".rstrip(), code=1)
