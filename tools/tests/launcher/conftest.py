"""A small checkout with the real launcher: its packages build without an index or a network."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from scratchtools.environment import Environment

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
LAUNCHER = ("__init__", "launcher", "environment", "installer", "projects", "status")

PACKAGES = {
    "shared/scratchcore": ("scratchcore", "", "test = []"),
    "tools": ("scratchtools", "", 'dev = ["extra-of-dev"]'),
    "packages/t01-first": ("t01-first", '"scratchcore"', "test = []\nplot = []"),
}


@dataclass
class Checkout:
    """A folder to run `./scratch` in."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> Environment:
        return Environment(self.root)

    def start(self, *arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.Popen:
        """Start `scratch ARGUMENTS` without waiting for it."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "scratch"), *arguments],
            cwd=cwd or self.root,
            env={**os.environ, **self.variables, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
        """Run `scratch ARGUMENTS`."""
        with self.start(*arguments, **variables) as process:
            out, error = process.communicate(timeout=100)
        return subprocess.CompletedProcess(arguments, process.returncode, out, error)

    def fake_environment(self) -> Environment:
        """Make a .venv whose only package is scratchtools, sealed as if it had been set up."""
        environment = self.environment
        venv.create(environment.folder, symlinks=os.name != "nt")
        pattern = "Lib/site-packages" if os.name == "nt" else "lib/python3.*/site-packages"
        (packages,) = environment.folder.glob(pattern)
        (packages / "scratchtools.pth").write_text(str(self.root / "tools" / "src"), "utf-8")
        (packages / "numpy-2.4.6.dist-info").mkdir()
        environment.seal(frozenset({"test"}))
        return environment


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    root = tmp_path / "dèep learning"
    for folder, (name, dependencies, extras) in PACKAGES.items():
        _write_package(root / folder, name, dependencies, extras)
    tools = root / "tools" / "src" / "scratchtools"
    for module in LAUNCHER:
        shutil.copy(ROOT / "tools" / "src" / "scratchtools" / f"{module}.py", tools)
    shutil.copy(HERE / "shown.py", tools / "__main__.py")
    shutil.copy(ROOT / "scratch", root)
    return Checkout(root, {"PIP_NO_INDEX": "1", "UV_NO_INDEX": "1", "PIP_FIND_LINKS": ""})


def _write_package(folder: Path, name: str, dependencies: str, extras: str) -> None:
    package = folder / "src" / name.replace("-", "_")
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(HERE / "backend.py", folder)
    (folder / "pyproject.toml").write_text(
        f'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        f'[project]\nname = "{name}"\nversion = "0.1.0"\ndescription = "one"\n'
        f"dependencies = [{dependencies}]\n[project.optional-dependencies]\n{extras}\n",
        encoding="utf-8",
    )
