"""Remember by content hash what passed, under `.scratch/`; what failed is never remembered."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


class PassedCache:
    """The hashes of things that passed, by name, in one JSON file that may vanish at any time."""

    def __init__(self, root: Path, name: str) -> None:
        self.file = root / ".scratch" / f"{name}.json"
        self._known = self._load()

    def passed(self, name: str, digest: str) -> bool:
        """Say whether the thing passed when it had this hash."""
        return self._known.get(name) == digest

    def remember(self, passed: dict[str, str], forget: Iterable[str] = ()) -> None:
        """Add what passed and drop what did not; another process's entries stay."""
        known = self._load() | passed
        for name in forget:
            known.pop(name, None)
        if known == self._known:
            return
        self.file.parent.mkdir(exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=self.file.parent, prefix=self.file.stem)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(known, stream, indent=1, sort_keys=True)
        os.replace(partial, self.file)
        self._known = known

    def _load(self) -> dict[str, str]:
        try:
            known = json.loads(self.file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # ValueError: garbage, so nothing is known
            return {}
        return known if isinstance(known, dict) else {}


def digest_of(root: Path, files: Iterable[Path], *more: str) -> str:
    """Return the hash of the files' places and contents, and of further texts."""
    total = hashlib.sha256()
    for text in more:
        total.update(f"{text}\0".encode())
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        total.update(f"{file.relative_to(root).as_posix()}\0{content}\0".encode())
    return total.hexdigest()
