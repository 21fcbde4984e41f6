"""What `scratch doctor` looks at; every check returns findings and survives what it finds.

NumPy is never imported here: a broken one must be reported, not suffered.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from scratchtools.console import program, relative
from scratchtools.topics import scan

OLDEST_PYTHON = (3, 11)
NEEDED = ("click", "rich", "pytest", "hypothesis")
OPTIONAL = ("matplotlib", "pyperf", "torch", "nox")
GIGABYTE = 1e9


@dataclass(frozen=True)
class Finding:
    """One line of the report: `state` is "ok", "warning" or "fault", `fix` says how to mend it."""

    name: str
    state: str
    detail: str
    fix: str = ""

    def as_json(self) -> dict[str, str]:
        """Return the finding as a JSON object."""
        return asdict(self)


def ok(name: str, detail: str) -> Finding:
    """Report that something is as it should be."""
    return Finding(name, "ok", detail)


def warning(name: str, detail: str, fix: str) -> Finding:
    """Report what is worth knowing but stops nobody."""
    return Finding(name, "warning", detail, fix)


def fault(name: str, detail: str, fix: str) -> Finding:
    """Report what has to be mended."""
    return Finding(name, "fault", detail, fix)


def install(root: Path, requirement: str) -> str:
    """Return how to install something anew: the launcher does it where it keeps `.venv`."""
    venv = root / ".venv"
    if Path(sys.prefix).resolve() == venv.resolve():
        return f"delete {relative(venv)}, then: {program()} doctor"
    return f"{sys.executable} -m pip install --force-reinstall {requirement}"


def python(root: Path) -> Iterator[Finding]:
    """Check the version, the word size and what could shadow packages."""
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield fault("python", f"{version}: too old", f"install Python {oldest} or newer")
    elif sys.maxsize < 2**32:
        yield fault("python", f"{version}, 32 bits: NumPy has no wheels", "install 64-bit Python")
    else:
        yield ok("python", f"{version} ({sys.executable})")
    if os.environ.get("PYTHONPATH"):
        detail = f"PYTHONPATH is set to {os.environ['PYTHONPATH']!r}: it can hide packages"
        yield warning("python", detail, "unset PYTHONPATH")


def environment(root: Path) -> Iterator[Finding]:
    """Check the virtual environment that the launcher keeps."""
    from scratchtools.environment import Environment

    venv = Environment(root)
    if not venv.folder.exists():
        yield warning(
            ".venv", "not set up: another Python runs this", f"{program()} topics (sets it up)"
        )
        return
    lack = venv.lack(frozenset({"test"}))
    if lack:
        yield fault(".venv", lack, f"{program()} topics (repairs it)")
    elif Path(sys.prefix).resolve() != venv.folder.resolve():
        yield warning(".venv", f"complete, but {sys.prefix} runs this", f"{program()} doctor")
    else:
        yield ok(".venv", f"complete ({relative(venv.folder)})")


def packages(root: Path) -> Iterator[Finding]:
    """Check that the curriculum's packages are imported from this checkout."""
    topics, faults = scan(root)
    names = ["scratchcore", "scratchtools", *(topic.import_name for topic in topics.values())]
    missing = []
    for name in names:
        spec = importlib.util.find_spec(name)
        origin = spec.origin if spec else None
        if origin is None:
            missing.append(name)
        elif not Path(origin).resolve().is_relative_to(root):
            fix = f"{sys.executable} -m pip uninstall {name.replace('_', '-')}"
            yield fault("packages", f"{name} is imported from {origin}, not from here", fix)
    if missing:
        detail = f"not installed: {', '.join(missing)}"
        yield fault("packages", detail, f"{program()} topics (installs them)")
    for problem in faults.values():
        yield fault("packages", str(problem), "correct that file")
    if not faults and not missing:
        yield ok("packages", f"core, tools and {len(topics)} topics from this checkout")


def libraries(root: Path) -> Iterator[Finding]:
    """Name the versions of the libraries that commands use."""
    from importlib.metadata import PackageNotFoundError, version

    found, missing = [], []
    for name in (*NEEDED, *OPTIONAL):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    needed = [name for name in missing if name in NEEDED]
    if needed:
        detail = f"missing: {', '.join(needed)}"
        yield fault("libraries", detail, install(root, " ".join(needed)))
    rest = f"; not installed: {', '.join(missing)}" if missing and not needed else ""
    yield ok("libraries", ", ".join(found) + rest)


def git(root: Path) -> Iterator[Finding]:
    """Check that git is there and accepts this folder."""
    program_file = shutil.which("git")
    if program_file is None:
        detail = "not found: changed topics cannot be told from others"
        yield warning("git", detail, "install git from https://git-scm.com")
        return
    version = _output([program_file, "--version"])
    inside = _output([program_file, "-C", str(root), "rev-parse", "--is-inside-work-tree"])
    if inside != "true":
        owner = "dubious ownership" in inside
        fix = f"git config --global --add safe.directory {root}" if owner else "git init"
        yield warning("git", inside.splitlines()[0] if inside else "no repository here", fix)
    else:
        yield ok("git", version.removeprefix("git version "))


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stdout or done.stderr).strip()


def disk(root: Path) -> Iterator[Finding]:
    """Check the free space for the environment, data sets and temporary files."""
    for name, folder in (("disk", root), ("temporary files", Path(tempfile.gettempdir()))):
        free = shutil.disk_usage(folder).free
        detail = f"{free / GIGABYTE:.1f} GB free in {folder}"
        if free < 0.2 * GIGABYTE:
            yield fault(name, detail, f"free at least 1 GB on the disk of {folder}")
        elif free < GIGABYTE:
            yield warning(name, detail, f"free at least 1 GB on the disk of {folder}")
        else:
            yield ok(name, detail)


def terminal(root: Path) -> Iterator[Finding]:
    """Check what the output can show."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        "· é".encode(encoding)
    except UnicodeEncodeError:
        yield fault("terminal", f"{encoding} cannot show all characters", "set PYTHONUTF8=1")
    if not sys.stdout.isatty():
        yield ok("terminal", f"output goes to a pipe or file: plain text, {encoding}")
        return
    width = shutil.get_terminal_size().columns
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    detail = f"{'no colour' if plain else 'colour'}, {encoding}, {width} columns"
    if width < 60:
        yield warning("terminal", detail, "make the window at least 80 columns wide")
    else:
        yield ok("terminal", detail)


def ledger(root: Path) -> Iterator[Finding]:
    """Check that the record of what was learnt can be read."""
    from scratchtools.learner import Workspace

    file = Workspace.open(root).ledger.path
    try:
        history = Workspace.open(root).ledger.read()
    except OSError as error:
        yield fault("ledger", f"{file}: {error.strerror}", f"make {file} readable")
        return
    if history.faults:
        lines = "; ".join(history.faults[:3]) + ("; ..." if len(history.faults) > 3 else "")
        detail = f"{len(history.faults)} lines are no records ({lines}); the rest is fine"
        yield warning("ledger", detail, f"delete those lines from {relative(file)}")
    else:
        yield ok("ledger", f"{len(history.records)} records" if file.exists() else "none yet")


def learner_folder(root: Path) -> Iterator[Finding]:
    """Check that starters can be written."""
    from scratchtools.learner import Workspace

    learn = Workspace.open(root).learn
    folder = next(place for place in (learn, *learn.parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        detail = f"{learn} cannot be written: {error.strerror or error}"
        yield fault("learn", detail, "set SCRATCH_LEARN to a folder where you may write")
    else:
        yield ok("learn", f"{relative(learn)} can be written")
