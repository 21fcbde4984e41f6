"""The checks: `nox` or `./scratch quick` for every change, `nox -s full` package by package.

`nox -s "full(t02-autograd)"` checks one package, `nox -s wheels` builds what can be installed
without the checkout.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import nox
from nox.command import CommandFailed

ROOT = Path(__file__).parent
TOPICS = [file.parent.name for file in sorted(ROOT.glob("packages/*/pyproject.toml"))]
UNITS = {
    "scratchcore": "shared/scratchcore",
    **{name: f"packages/{name}" for name in TOPICS},
    "scratchtools": "tools",
}
VENV = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# One BLAS thread per worker: threads that wait for a busy core cost far more than they bring.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["quick"]
nox.options.default_venv_backend = "uv|virtualenv"

QUICK = [
    "ruff check",
    "ruff format --check",
    "scratchtools validate --structure-only",
    "scratchtools lint",
    "scratchtools check --changed",
    "scratchtools milestone --smoke",
]
# Oracle tests are not even imported: the libraries that they compare with are not installed here.
PYTEST = 'pytest -q -n 2 -m "not slow and not oracle" --ignore-glob "*/test_oracle*.py"'


@nox.session(venv_backend="none")
def quick(session: nox.Session) -> None:
    """Check style, structure, changed topics and small milestones; then run the fast tests."""
    session.run(sys.executable, "scratch", "setup", "quick", external=True)
    failed = [line for line in QUICK if not _passes(session, line)]
    if failed:
        session.warn(f"failed before the tests: {', '.join(failed)}")
    tests = shlex.join(["shared", "packages", "tools", *session.posargs])
    if not _passes(session, f"{PYTEST} {tests}"):
        failed.append("pytest")
    if failed:
        session.error(f"failed: {', '.join(failed)}")


def _passes(session: nox.Session, line: str) -> bool:
    """Run a module of .venv and go on after a failure, so that one run shows every fault."""
    try:
        session.run(str(VENV), "-m", *shlex.split(line), external=True, env=_environment(line))
    except CommandFailed:
        return False
    return True


def _environment(line: str) -> dict[str, str]:
    """Return the variables of a command: tests get one thread, measurements choose their own."""
    threads = ONE_THREAD if line.startswith("pytest") else {}
    return {**threads, "SCRATCH_ROOT": str(ROOT), "PYTHONUTF8": "1"}


@nox.session
@nox.parametrize("unit", [nox.param(name, id=name) for name in UNITS])
def full(session: nox.Session, unit: str) -> None:
    """Check one package completely in an environment that holds what its users install."""
    folder = UNITS[unit]
    extras = sorted(_project(unit).get("optional-dependencies", {}))
    session.install("-e", f"./{folder}[{','.join(extras)}]")
    if unit != "scratchtools":
        session.install("-e", "./tools[bench,plot]")
    for line in [f"pytest -q {folder}", *_further_checks(unit)]:
        session.run("python", "-m", *shlex.split(line), env=_environment(line))
    _run_console_blocks(session, ROOT / folder / "README.md")


def _further_checks(unit: str) -> list[str]:
    """Return the commands that belong to the full check of a package, after its tests."""
    if unit == "scratchtools":
        return ["scratchtools validate --structure-only", "scratchtools lint"]
    if unit == "scratchcore":
        return ["scratchtools bench core"]
    topic = unit.split("-")[0]
    lines = [f"scratchtools check {topic}", f"scratchtools bench {topic}"]
    if "milestone" in _metadata(unit)["tool"]["topic"]:
        lines.append(f"scratchtools milestone --topic {topic}")
    return lines


def _run_console_blocks(session: nox.Session, readme: Path) -> None:
    """Run every `$ command` of the README's console blocks in an empty learner's folder."""
    learn = str(Path(session.create_tmp()).resolve() / "learn")
    shutil.rmtree(learn, ignore_errors=True)
    for block in re.findall(r"^```console\n(.*?)^```", readme.read_text("utf-8"), re.M | re.S):
        for command in re.findall(r"^\$ (.*)$", block, re.M):
            environment = {**_environment(command), "SCRATCH_LEARN": learn}
            session.run(*shlex.split(command), env=environment, external=True)


@nox.session(venv_backend="virtualenv")  # nox points uv at its own environment, hatch needs another
def wheels(session: nox.Session) -> None:
    """Build wheels of every package into dist/ and install them where no checkout is."""
    session.install("hatch>=1.14")
    versions = {_project(unit)["version"] for unit in UNITS}
    if len(versions) > 1:
        session.error(f"the packages must have one version to ask for each other, not {versions}")
    pin = f"=={versions.pop()}"
    temporary = Path(session.create_tmp()).resolve()
    settings = {"SCRATCH_PIN": pin, "HATCH_DATA_DIR": str(temporary / "hatch")}
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    for folder in UNITS.values():
        with session.chdir(folder):
            session.run("hatch", "build", "-t", "wheel", str(target), env=settings)
    _try_wheels(session, temporary / "elsewhere", target, [unit + pin for unit in UNITS])


def _try_wheels(session: nox.Session, elsewhere: Path, wheels: Path, names: list[str]) -> None:
    shutil.rmtree(elsewhere, ignore_errors=True)
    session.run("python", "-m", "venv", str(elsewhere))
    python = elsewhere / VENV.relative_to(ROOT / ".venv")
    options = ["--disable-pip-version-check", "--find-links", str(wheels)]
    session.run(str(python), "-m", "pip", "install", "-q", *options, *names, external=True)
    modules = [name.split("=")[0].replace("-", "_") for name in names]
    check = (
        "import importlib, pathlib, sys; prefix = pathlib.Path(sys.prefix).resolve()\n"
        f"for name in {modules}:\n"
        "    file = pathlib.Path(importlib.import_module(name).__file__).resolve()\n"
        "    assert file.is_relative_to(prefix), f'{name} comes from {file}, not from its wheel'\n"
    )
    with session.chdir(elsewhere):
        session.run(str(python), "-c", check, external=True)


def _metadata(unit: str) -> dict:
    return tomllib.loads((ROOT / UNITS[unit] / "pyproject.toml").read_text("utf-8"))


def _project(unit: str) -> dict:
    return _metadata(unit)["project"]
