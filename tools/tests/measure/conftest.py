"""A curriculum of two small topics in a temporary folder, with something to measure."""

from __future__ import annotations

from pathlib import Path

import pytest

PYPROJECT = """\
[project]
name = "{name}"
version = "0.1.0"
description = "{name} for tests"
dependencies = [{dependencies}]

[tool.topic]
module = 0
hours = 1
"""


class Tree:
    """The repository under test: paths are relative to its root."""

    def __init__(self, root: Path, scratch) -> None:
        self.root, self.run, self.json = root, scratch.run, scratch.json

    def topic(self, name: str, *dependencies: str, more: str = "") -> None:
        """Add a topic's metadata and heading; `more` is appended to its pyproject.toml."""
        listed = ", ".join(f'"{dependency}"' for dependency in dependencies)
        text = PYPROJECT.format(name=name, dependencies=listed) + more
        self.write(f"packages/{name}/pyproject.toml", text)
        self.write(f"packages/{name}/README.md", f"# {name[:3]} · Title of {name[4:]}\n")

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory, scratch) -> Tree:
    """Two topics, the second on the first; shared by the tests of a file, which leave it alone."""
    tree = Tree(tmp_path_factory.mktemp("curriculum"), scratch)
    tree.write("shared/scratchcore/src/scratchcore/__init__.py", "")
    tree.topic("t01-alpha")
    tree.topic("t02-beta", "t01-alpha")
    return tree


@pytest.fixture
def tree(tmp_path, monkeypatch, scratch) -> Tree:
    """The same two topics for one test alone."""
    tree = Tree(tmp_path, scratch)
    tree.write("shared/scratchcore/src/scratchcore/__init__.py", "")
    tree.topic("t01-alpha")
    tree.topic("t02-beta", "t01-alpha")
    monkeypatch.setenv("SCRATCH_ROOT", str(tmp_path))
    monkeypatch.delenv("SCRATCH_LEARN", raising=False)
    return tree


TABLE = """
[tool.topic.milestone]
seeds = [1, 2, 3]
[tool.topic.milestone.targets]
accuracy = { min = 0.9 }
loss = { max = 0.5 }
"""
RUN = """\
import os
import sys


def run(*, seed, smoke):
    print("noise on stdout")
    threads = float(os.environ["OMP_NUM_THREADS"])
    metrics = {"accuracy": 0.9 + seed / 100, "loss": 0.1 if smoke else 0.2, "threads": threads}
    return {"metrics": metrics, "curves": {"loss": [3, 2, 1]}}
"""


@pytest.fixture
def milestone(tree):
    """A tree whose second topic has a milestone."""
    tree.topic("t02-beta", "t01-alpha", more=TABLE)
    tree.write("packages/t02-beta/src/t02_beta/__init__.py", "")
    tree.write("packages/t02-beta/src/t02_beta/milestone.py", RUN)
    return tree
