"""What `./scratch` does: see that .venv has what the asked command needs, then run the command.

Standard library only, as is environment.py and installer.py: nothing is installed yet.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from scratchtools.environment import Environment
from scratchtools.projects import SetupError

# Extras of the packages that a command needs beyond `test`. Torch is in `oracle`, which only
# `scratch setup oracle` installs.
EXTRAS = {
    "quick": {"dev", "plot", "bench"},
    "full": {"dev"},
    "lint": {"dev"},
    "bench": {"bench"},
    "data": {"data"},
    "plot": {"plot"},
    "validate": {"plot"},
    "mutate": {"plot"},
}
NOX_SESSIONS = {"quick", "full"}
HIDDEN = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")  # they would mix in other packages

SETUP_HELP = """\
Usage: scratch setup [COMMAND | oracle]...

Prepare .venv for the commands and run none. `oracle` adds PyTorch and the other libraries
that tests and benchmarks compare with.

Example: scratch setup quick bench oracle"""


def launch(root: str, arguments: list[str]) -> int:
    """Run `scratch ARGUMENTS` of the checkout at `root`; return the exit code."""
    command = next((word for word in arguments if not word.startswith("-")), "")
    environment = Environment(Path(root))
    try:
        if command == "setup":
            return _set_up(environment, arguments)
        environment.ensure(extras_for([command]))
        return _run(environment, command, arguments)
    except SetupError as error:
        return _report(error, as_json="--json" in arguments)
    except KeyboardInterrupt:
        print("\nscratch: interrupted; the same command goes on", file=sys.stderr)
        return 130


def extras_for(commands: list[str]) -> frozenset[str]:
    """Return the extras that the commands need."""
    return frozenset({"test"}.union(*(EXTRAS.get(command, ()) for command in commands)))


def _set_up(environment: Environment, arguments: list[str]) -> int:
    words = arguments[arguments.index("setup") + 1 :]
    if "-h" in words or "--help" in words:
        print(SETUP_HELP)
        return 0
    environment.ensure(extras_for(words).union({"oracle"}.intersection(words)))
    return 0


def _run(environment: Environment, command: str, arguments: list[str]) -> int:
    """Replace this process by the command; after a broken interpreter once more in a new .venv."""
    line = command_line(environment.root, command, arguments)
    try:
        return _become(environment.python, line, environment.root)
    except OSError:
        environment.rebuild("its Python does not start", extras_for([command]))
        return _become(environment.python, line, environment.root)


def command_line(root: Path, command: str, arguments: list[str]) -> list[str]:
    """Return the arguments that .venv's Python is started with."""
    if command not in NOX_SESSIONS:
        return ["-m", "scratchtools", *arguments]
    rest = list(arguments)
    rest.remove(command)
    return ["-m", "nox", "-f", str(root / "noxfile.py"), "-s", command, *rest]


def _become(python: Path, line: list[str], root: Path) -> int:
    values = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    values |= {"SCRATCH_ROOT": str(root), "PYTHONUTF8": "1"}
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(python, [str(python), *line], values)
    with subprocess.Popen([str(python), *line], env=values) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the console sent it to the command too, which decides what to do


def _report(error: SetupError, *, as_json: bool) -> int:
    if as_json:
        document = {"command": "setup", "ok": False, "error": error.problem, "fix": error.fix}
        print(json.dumps(document))
    print(f"scratch: {error.problem}\n  fix: {error.fix}", file=sys.stderr)
    return 1
