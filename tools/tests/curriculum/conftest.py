"""A curriculum in a temporary folder, made from the template of `scratch new`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scratchtools import wording
from scratchtools.content import lint
from scratchtools.new import topic_values, write_topic
from scratchtools.topics import load_topics
from scratchtools.validate import check_structure

CORE = '"""The core."""\n\n__all__ = ["tensor"]\n\n\ndef tensor(data):\n    return data\n'


class Findings(list[str]):
    """What a command found, as text."""

    def say(self, *parts: str) -> bool:
        """Say whether one finding contains all the parts."""
        return any(all(part in finding for part in parts) for finding in self)


class Tree:
    """The repository under test: every method takes paths relative to its root."""

    def __init__(self, root: Path, scratch) -> None:
        self.root, self.run, self.json = root, scratch.run, scratch.json

    @property
    def topics(self):
        return load_topics(self.root)

    def add(self, number: int, slug: str, module: int = 0) -> str:
        """Add a topic and return the path of its folder."""
        values = topic_values(number, slug, f"Title of {slug}", module, 6)
        write_topic(self.root / "packages" / values["NAME"], values)
        return f"packages/{values['NAME']}"

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that has to be there."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        self.write(path, (self.root / path).read_text(encoding="utf-8") + text)

    def remove(self, path: str) -> None:
        file = self.root / path
        shutil.rmtree(file) if file.is_dir() else file.unlink()

    def needs(self, topic: str, *requirements: str) -> None:
        """Add requirements to the dependencies of the topic in this folder."""
        listed = "".join(f", {text}" for text in requirements)
        self.edit(f"{topic}/pyproject.toml", '["numpy>=2.0"]', f'["numpy>=2.0"{listed}]')

    def structure(self) -> Findings:
        """Return what `validate --structure-only` finds."""
        return Findings(str(finding) for finding in check_structure(self.root)[1])

    def lint(self) -> Findings:
        """Return what `lint` finds beyond what it finds in every fresh template."""
        found = [str(finding) for finding in lint(self.root)]
        own = (line for line in found if ": template:" not in line and "2 exercises" not in line)
        return Findings(own)


@pytest.fixture
def empty(tmp_path, monkeypatch, scratch) -> Tree:
    """A repository with a core and without a topic."""
    monkeypatch.setenv("SCRATCH_ROOT", str(tmp_path))
    monkeypatch.delenv("SCRATCH_LEARN", raising=False)
    tree = Tree(tmp_path, scratch)
    tree.write("shared/scratchcore/src/scratchcore/__init__.py", CORE)
    (tmp_path / "packages").mkdir()
    return tree


@pytest.fixture
def tree(empty) -> Tree:
    """A repository with the topics t01-alpha and t02-beta."""
    empty.add(1, "alpha")
    empty.add(2, "beta")
    return empty


@pytest.fixture
def unworded(monkeypatch) -> None:
    """Leave out the programs for spelling and Markdown (they are tested on their own)."""
    monkeypatch.setattr(wording, "check_wording", lambda files, sources: [])
