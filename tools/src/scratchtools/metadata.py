"""Read a package's `pyproject.toml` with errors that name the file and the key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NoReturn

REQUIRED = object()


class MetadataError(ValueError):
    """A package's metadata is wrong; the message names the file and the key."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        self.problem = problem


def parse(file: Path) -> dict:
    """Return the document of a `pyproject.toml`; raise MetadataError when there is none."""
    if not file.is_file():
        raise MetadataError(file, "missing: a topic package needs it")
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MetadataError(file, f"not TOML: {error}") from None


class Table:
    """One table of a pyproject.toml, read key by key with errors that say where."""

    def __init__(self, file: Path, name: str, value: object, allowed: frozenset[str]) -> None:
        self.file, self.name = file, name
        if not isinstance(value, dict):
            found = "missing" if value is None else "not a table"
            raise MetadataError(file, f"[{name}] is {found}")
        self.value = value
        for key in value:
            if key not in allowed:
                self.fail(key, f"is not a known key; allowed: {', '.join(sorted(allowed))}")

    def fail(self, key: str, message: str) -> NoReturn:
        """Raise the error of one key."""
        raise MetadataError(self.file, f"{self.name}.{key} {message}")

    def get(self, key: str, kind: type | tuple[type, ...], default: object = REQUIRED) -> Any:
        """Return the key's value when it is of that kind (a bool is no number)."""
        value = self.value.get(key, default)
        if value is REQUIRED:
            self.fail(key, "is missing")
        if key in self.value and (
            not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        ):
            kinds = kind if isinstance(kind, tuple) else (kind,)
            self.fail(key, f"must be {' or '.join(k.__name__ for k in kinds)}, got {value!r}")
        return value

    def between(self, key: str, kind: type | tuple[type, ...], low: float, high: float) -> Any:
        """Return a number of the table that lies in [low, high]."""
        value = self.get(key, kind)
        if not low <= value <= high:
            self.fail(key, f"must be {low} to {high}, got {value}")
        return value

    def requirements(self, key: str, listed: object) -> dict[str, str]:
        """Return a list of requirements by the normalised name of the distribution."""
        found = {}
        for text in listed if isinstance(listed, list) else [listed]:
            match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", text) if isinstance(text, str) else None
            if match is None:
                self.fail(key, f"must be a list of requirements, got {text!r}")
            found[re.sub(r"[-_.]+", "-", match[0]).lower()] = text
        return found
