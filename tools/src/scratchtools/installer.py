"""Make a virtual environment and install the checkout into it, with uv or pip.

Both install every package editable and from the checkout only: all of them are named as folders in
one call, so no package of the same name on an index is ever looked at. Standard library only.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from scratchtools.projects import Project, SetupError
from scratchtools.status import status_line

# The packages ask for each other by folder. pip takes that for a conflict with the editable install
# of the same folder, so for pip the requirement is left a plain name; uv needs no such help.
PIP_SETTINGS = {"SCRATCH_PIN": ">=0", "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
HIDDEN = ("SCRATCH_PIN", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX")

AGAIN = "run the same command again; what was downloaded is kept"
FAULTS = (
    (
        r"No space left|Errno 28|not enough space",
        "the disk is full",
        f"make room (about 500 MB), then {AGAIN}",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|invalid peer certificate",
        "the package index shows a certificate that this computer does not trust",
        "set SSL_CERT_FILE and PIP_CERT to your network's certificate file, then run this again",
    ),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|Failed to establish"
        r"|dns error|error sending request|getaddrinfo|Network is unreachable|ProxyError"
        r"|Connection(Reset|Aborted|Refused)?Error|operation timed out|Network connectivity",
        "no network: the package index cannot be reached",
        f"connect (or set HTTPS_PROXY), then {AGAIN}",
    ),
)


def say(text: str) -> None:
    """Tell the user on stderr; stdout belongs to the command."""
    print(f"scratch: {text}", file=sys.stderr, flush=True)


class Installer:
    """Runs uv or pip for one .venv; `lock` is inherited, so an orphan keeps the next one out."""

    def __init__(self, root: Path, folder: Path, python: Path, log: Path, lock: int) -> None:
        self.root = root
        self.folder = folder
        self.python = python
        self.log = log
        self.lock = lock
        self.uv = _find_uv()
        self.base = getattr(sys, "_base_executable", None) or sys.executable

    def can_change(self) -> bool:
        """Tell whether the existing .venv can be installed into (uv makes one without pip)."""
        return bool(self.uv) or any(
            path
            for pattern in ("Lib/site-packages/pip", "lib/python3.*/site-packages/pip")
            for path in self.folder.glob(pattern)
        )

    def create(self) -> None:
        """Make an empty environment in the folder, from the Python that runs this."""
        if self.uv:
            line = [self.uv, "venv", "--allow-existing", "--no-project", "--python", self.base]
            self._run("making .venv with uv", [*line, str(self.folder)])
            return
        for module in ("venv", "ensurepip"):
            found = importlib.util.find_spec(module)
            if found is None or found.loader is None:  # Debian leaves ensurepip out
                raise _no_venv(module)
        self._run("making .venv", [self.base, "-m", "venv", str(self.folder)])

    def install(self, projects: list[Project], extras: Iterable[str]) -> None:
        """Install the projects editable, each with those of the extras that it has."""
        build = sorted({name for project in projects for name in project.build_requires})
        if any(name.startswith("hatchling") for name in build):
            build.append("editables")  # what hatchling asks for when it installs editable
        if build:
            self._pip("installing the build tools", build)
        folders = [word for project in projects for word in ("-e", project.requirement(extras))]
        title = f"installing {len(projects)} packages and what they need"
        self._pip(title, ["--no-build-isolation", *folders])

    def _pip(self, title: str, arguments: list[str]) -> None:
        if self.uv:
            line = [self.uv, "pip", "install", "--python", str(self.python), *arguments]
        else:
            options = ["--disable-pip-version-check", "--no-input", "--retries", "2"]
            line = [str(self.python), "-m", "pip", "install", *options, *arguments]
        self._run(title, line)

    def _run(self, title: str, line: list[str]) -> None:
        """Run one step; show that it moves, keep its output, explain its failure."""
        say(title)
        environment = {name: text for name, text in os.environ.items() if name not in HIDDEN}
        environment |= {"PYTHONUTF8": "1"} | ({} if self.uv else PIP_SETTINGS)
        started = time.monotonic()
        with (
            status_line() as shown,
            open(self.log, "w", encoding="utf-8") as log,
            subprocess.Popen(
                line,
                cwd=self.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                pass_fds=() if os.name == "nt" else (self.lock,),
            ) as process,
        ):
            log.write(f"$ {shlex.join(line)}\n")
            for text in process.stdout:
                log.write(text)
                log.flush()
                seconds = time.monotonic() - started
                shown.update(f"  {seconds:.0f} s  {text.strip()}")
        if process.returncode:
            problem, fix = diagnose(self.log.read_text(encoding="utf-8"))
            fix = fix or f"mend what it names, then run this again; all output is in {self.log}"
            raise SetupError(f"{title} failed: {problem}", fix)


def diagnose(log: str) -> tuple[str, str]:
    """Return what an installer's output says went wrong, and the fix when the cause is known."""
    for pattern, problem, fix in FAULTS:
        if re.search(pattern, log):
            return problem, fix
    lines = [line for line in log.splitlines()[1:] if line.strip()]
    package = [line for line in lines[:-8] if line.startswith("Obtaining")][-1:]
    return "\n".join(["", *(f"    {line}" for line in package + lines[-8:])]), ""


def _find_uv() -> str | None:
    """Return uv's path unless it is not there or SCRATCH_INSTALLER asks for pip."""
    chosen = os.environ.get("SCRATCH_INSTALLER", "")
    if chosen not in ("", "uv", "pip"):
        fix = "set it to uv or pip, or leave it out"
        raise SetupError(f"SCRATCH_INSTALLER is {chosen!r}, expected uv or pip", fix)
    found = None if chosen == "pip" else shutil.which("uv")
    if chosen == "uv" and not found:
        raise SetupError("SCRATCH_INSTALLER is uv, which is not on PATH", "install uv or unset it")
    return found


def _no_venv(module: str) -> SetupError:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return SetupError(
        f"this Python ({sys.executable}) has no module {module}, so it cannot make .venv",
        f"on Debian and Ubuntu: sudo apt install python{version}-venv; elsewhere install Python "
        "from https://www.python.org/downloads/, or install uv; then run this again",
    )
