"""The command `scratch data`: get, list and verify the datasets that topics name.

A topic names its datasets in `src/<import name>/datasets.py`: `DATASETS`, a dict from the name to a
`t10_mnist.DataSource` of the same name.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from scratchtools.console import fail, json_option, known_topics, print_json, wants_json

Tick = Callable[[str, int, int], None]  # file, bytes done, bytes in all


def names_argument(required: bool) -> Callable:
    """Add the argument `names`: which datasets, all of them if none is named."""
    return click.argument("names", nargs=-1, required=required, metavar="NAME...")


folder_option = click.option(
    "--data-dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where datasets are kept (default: SCRATCH_DATA, else your cache folder).",
)


@click.group(epilog="Example: scratch data get mnist")
def command() -> None:
    """Get, list and verify the datasets of the topics.

    Files are used only when size and SHA-256 are right, whether they were downloaded or were on
    the disk before. An interrupted download goes on where it stopped.
    """


@command.command(epilog="Example: scratch data get mnist fashion-mnist")
@names_argument(required=True)
@folder_option
@json_option
def get(names: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Download the files of a dataset that are not on this machine yet."""
    with bar() as tick:
        datasets = ask(names, folder, tick, fetch=True)
    if as_json:
        print_json({"command": "data", "ok": True, "action": "get", "datasets": datasets})
        return
    for found in datasets:
        folders = sorted({str(Path(file["path"]).parent) for file in found["files"]})
        click.echo(f"{found['name']}: {len(found['files'])} files in {', '.join(folders)}")


@command.command("list", epilog="Example: scratch data list --json")
@folder_option
@json_option
def list_(folder: Path | None, as_json: bool) -> None:
    """List the datasets, and what of them is on this machine."""
    datasets = ask((), folder)
    if as_json:
        print_json({"command": "data", "ok": True, "action": "list", "datasets": datasets})
        return
    for found in datasets:
        line = f"{found['name']:<14} {found['topic']}  {megabytes(found['bytes']):>9}"
        click.echo(f"{line}  {state(found):<14}  {found['title']}")
    if datasets:
        click.echo(f"kept in {Path(datasets[0]['folder']).parent}")
    else:
        click.echo("no topic has a dataset to get")


@command.command(epilog="Example: scratch data verify mnist --data-dir ~/data")
@names_argument(required=False)
@folder_option
@json_option
def verify(names: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Read every file and compare it with its checksum; exit code 1 when one is not right."""
    datasets = ask(names, folder)
    ok = all(found["complete"] for found in datasets)
    if as_json:
        print_json({"command": "data", "ok": ok, "action": "verify", "datasets": datasets})
    else:
        for found in datasets:
            print_files(found, folder)
    if not ok:
        raise SystemExit(1)


@command.command(epilog="Example: scratch data where mnist")
@click.argument("name", metavar="NAME")
@folder_option
@json_option
def where(name: str, folder: Path | None, as_json: bool) -> None:
    """Print the folder where the files of a dataset belong, if you bring them yourself."""
    [found] = ask((name,), folder)
    if as_json:
        print_json({"command": "data", "ok": True, "action": "where", **found})
        return
    click.echo(found["folder"])
    if not found["complete"]:
        click.echo(found["by_hand"], err=True)


def ask(
    names: Sequence[str], folder: Path | None, tick: Tick | None = None, *, fetch: bool = False
) -> list[dict]:
    """Have a child process look for the datasets, or fetch them; end the command on an error."""
    from scratchtools.topics import repository_root, with_prerequisites
    from scratchtools.units import child_environment, core_unit

    topics = known_topics()
    having = [t for t in topics.values() if (t.package / "datasets.py").is_file()]
    paths = [t.source for one in having for t in (one, *with_prerequisites(one, topics))]
    request = {
        "names": list(names),
        "folder": str(folder) if folder else None,
        "fetch": fetch,
        "modules": {topic.id: topic.import_name for topic in having},
    }
    if not having and names:
        fail("no topic has a dataset to get", "scratch topics")
    if not having:
        return []
    core = core_unit(repository_root()).source
    found = _run(request, child_environment([*dict.fromkeys(paths), core], 1), tick)
    if "unknown" in found:
        known = ", ".join(found["known"]) or "none yet"
        fail(f"no dataset {found['unknown']!r}", f"datasets: {known}")
    if "missing" in found:
        fail(found["error"], 'pip install "t10-mnist[data]"' if found["missing"] == "pooch" else "")
    if "error" in found:
        fail(found["error"], found.get("fix", ""), code=1)
    return found["datasets"]


def _run(request: dict, environment: dict[str, str], tick: Tick | None) -> dict:
    """Run the worker, hand on its progress and return its answer."""
    words = [sys.executable, "-P", "-m", "scratchtools.data_worker", json.dumps(request)]
    found: dict = {}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as noise,
        subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=noise, encoding="utf-8", env=environment
        ) as child,
    ):
        assert child.stdout is not None
        for line in child.stdout:
            found = json.loads(line)
            if tick and "done" in found:
                tick(found["file"], found["done"], found["size"])
        if child.wait() or "done" in found or not found:
            noise.seek(0)
            text = f"the process that handles data ended with exit code {child.returncode}"
            return {"error": f"{text}\n{noise.read()[-2000:]}".rstrip()}
    return found


@contextmanager
def bar() -> Iterator[Tick]:
    """Show bytes, speed and time left on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty() or wants_json():
        yield lambda file, done, size: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, int] = {}

        def tick(file: str, done: int, size: int) -> None:
            if file not in tasks:
                tasks[file] = shown.add_task(file, total=size)
            shown.update(tasks[file], completed=done)

        yield tick


def print_files(found: dict, folder: Path | None) -> None:
    """Print one dataset's files and what is wrong with them."""
    click.secho(f"{found['name']}: {state(found)}", fg="green" if found["complete"] else "red")
    for file in found["files"]:
        click.echo(f"  {file['name']:<28} {file['path'] or file['problem'] or 'missing'}")
    if not found["complete"]:
        where = f' --data-dir "{folder}"' if folder else ""
        get = f"scratch data get {found['name']}{where}"
        click.echo(f"`{get}` downloads what is missing; or by hand:")
        click.echo(found["by_hand"])


def state(found: dict) -> str:
    """Return how much of a dataset is there, in words."""
    there = sum(file["path"] is not None for file in found["files"])
    return "complete" if found["complete"] else f"{there} of {len(found['files'])} files"


def megabytes(count: int) -> str:
    """Return a number of bytes in millions, as `11.6 MB`."""
    return f"{count / 1e6:.1f} MB"
