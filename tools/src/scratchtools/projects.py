"""The installable packages of the checkout, as an installer needs them (standard library only)."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NOT_INSTALLED = {"description", "keywords", "classifiers", "urls"}  # changing them changes nothing


class SetupError(Exception):
    """Setting up failed; `fix` says what to do about it."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.fix = fix


@dataclass(frozen=True)
class Project:
    """One package of the checkout."""

    folder: str  # below the root, with slashes
    extras: frozenset[str]
    build_requires: tuple[str, ...]
    installed_from: str  # what an installation depends on

    def requirement(self, extras: Iterable[str]) -> str:
        """Return what pip is asked for: the folder with those of the extras that it has."""
        chosen = ",".join(sorted(self.extras.intersection(extras)))
        return f"./{self.folder}[{chosen}]" if chosen else f"./{self.folder}"


def read_projects(root: Path) -> list[Project]:
    """Return the packages of the checkout: core, tools, then the topics in order."""
    folders = [root / "shared" / "scratchcore", root / "tools", *sorted(root.glob("packages/*"))]
    return [_read(folder, root) for folder in folders if (folder / "pyproject.toml").is_file()]


def fingerprint(projects: list[Project]) -> str:
    """Return a hash that changes when the packages have to be installed again."""
    text = "\n".join(f"{project.folder} {project.installed_from}" for project in projects)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(folder: Path, root: Path) -> Project:
    file = folder / "pyproject.toml"
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        project, build = document["project"], document["build-system"]
        kept = {key: value for key, value in project.items() if key not in NOT_INSTALLED}
        material = [kept, build, document.get("tool", {}).get("hatch")]
        return Project(
            folder=folder.relative_to(root).as_posix(),
            extras=frozenset(project.get("optional-dependencies", {})),
            build_requires=tuple(build["requires"]),
            installed_from=json.dumps(material, sort_keys=True),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{file} is not valid TOML: {error}", "correct the file") from error
    except KeyError as error:
        raise SetupError(f"{file} lacks the key {error}", "add it to the file") from error
