"""What was verified, and against which tests: hashes of files, and whether tests were edited."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchtools.topics import Topic

STEP = re.compile(r"test_(\d+)_\w+\.py")


def is_graded(path: Path) -> re.Match | None:
    """Match the file of a graded step (`test_1_forward.py`); the first group is its number."""
    return STEP.fullmatch(path.name)


def source_hashes(source: Path) -> dict[str, str]:
    """Return a hash for every file of a src folder, by relative name.

    Line endings of Python files don't count; caches, hidden files and editors' backups are no part.
    """
    return {
        path.relative_to(source).as_posix(): file_hash(path)
        for path in sorted(source.rglob("*"))
        if path.is_file() and not _is_litter(path.relative_to(source))
    }


def graded_hashes(topic: Topic) -> dict[str, str]:
    """Return a hash for every file that the grading of a topic rests on, by relative name."""
    return {
        path.relative_to(topic.tests).as_posix(): file_hash(path)
        for path in sorted(topic.tests.rglob("*"))
        if path.is_file() and _counts(path.relative_to(topic.tests))
    }


def changed_tests(topic: Topic, recorded: Mapping[str, str] | None) -> tuple[list[str], str]:
    """Return the names of edited, removed or added test files, and what puts them right.

    Compared with the last commit in a git checkout, otherwise with what `start` recorded.
    """
    committed = _committed_hashes(topic)
    wanted = committed or recorded
    if wanted is None:
        return [], ""
    names = differences(wanted, graded_hashes(topic))
    if not names:
        return [], ""
    if not committed:
        return names, (
            f"take {topic.tests} from a fresh copy of the course; if you updated the course "
            f"since you started: scratch start {topic.id} --accept-tests"
        )
    added = [name for name in names if name not in wanted]
    steps = [f"git checkout HEAD -- packages/{topic.name}/tests"] if set(names) - set(added) else []
    steps += [f"delete packages/{topic.name}/tests/{name}" for name in added]
    return names, "; then ".join(steps)


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the names whose hash is not the same on both sides, sorted."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def file_hash(path: Path) -> str:
    """Return the hash of a file; in Python files the line endings don't count."""
    return _hash(path.name, path.read_bytes())


def _hash(name: str, data: bytes) -> str:
    if name.endswith(".py"):
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()


def _is_litter(relative: Path) -> bool:
    hidden = any(part == "__pycache__" or part.startswith(".") for part in relative.parts)
    return hidden or relative.name.endswith(("~", ".pyc"))


def _counts(relative: Path) -> bool:
    ungraded = relative.name.startswith("test_") and not is_graded(relative)
    return not _is_litter(relative) and not (ungraded and relative.suffix == ".py")


def _committed_hashes(topic: Topic) -> dict[str, str] | None:
    """Return the hashes of the tests in the last commit; None outside of a checkout."""
    listed = _git(topic, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "./tests")
    if not listed:
        return None
    names = [name.removeprefix("tests/") for name in listed.decode().split("\0") if name]
    names = [name for name in names if _counts(Path(name))]
    wanted = "".join(f"HEAD:./tests/{name}\n" for name in names)
    return dict(zip(names, _contents(topic, names, wanted), strict=True)) or None


def _contents(topic: Topic, names: list[str], wanted: str) -> list[str]:
    data = _git(topic, "cat-file", "--batch", given=wanted.encode())
    hashes = []
    for name in names:
        header, _, data = data.partition(b"\n")
        size = int(header.split()[-1])
        hashes.append(_hash(name, data[:size]))
        data = data[size + 1 :]
    return hashes


def _git(topic: Topic, *words: str, given: bytes = b"") -> bytes:
    """Run git in the topic's folder; return what it prints, or nothing when it cannot help."""
    import subprocess  # here, because most commands never need it

    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        answer = subprocess.run(
            ["git", *words],
            cwd=topic.folder,
            input=given,
            capture_output=True,
            env=environment,
            check=False,
        )
    except FileNotFoundError:  # git is not installed
        return b""
    return answer.stdout if answer.returncode == 0 else b""
