"""Read what a topic is: the only reader of the packages' metadata.

Everything is in `packages/tNN-slug/pyproject.toml`: `[project]` for packaging, `[tool.topic]` for
what packaging has no field for. Only the standard library is imported: every command starts here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scratchtools.metadata import MetadataError, Table, parse
from scratchtools.targets import Milestone, read_milestone

MODULES: tuple[str, ...] = (
    "Foundations",
    "Neural network core",
    "Convolutional networks",
    "Sequence models",
    "Transformers and production",
    "LLM systems",
)
NAME = re.compile(r"t(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)")
PROJECT_KEYS = frozenset(
    {"name", "version", "description", "readme", "requires-python", "license"}
    | {"dependencies", "optional-dependencies"}
)
TOPIC_KEYS = frozenset({"module", "hours", "optional", "milestone"})


class UnknownTopic(LookupError):
    """No topic has that name; the message suggests the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Topic:
    """One topic package, as its metadata and its README's heading describe it.

    `dependencies` and `extras` hold distribution names; `requirements` how each one is written.
    """

    id: str
    number: int
    slug: str
    name: str
    import_name: str
    title: str
    description: str
    folder: Path
    module: int
    hours: float
    optional: bool
    requires: tuple[str, ...]
    milestone: Milestone | None
    dependencies: tuple[str, ...]
    extras: Mapping[str, tuple[str, ...]]
    requirements: Mapping[str, str]

    @property
    def source(self) -> Path:
        """The reference solution's import root."""
        return self.folder / "src"

    @property
    def package(self) -> Path:
        """The reference solution's package folder."""
        return self.folder / "src" / self.import_name

    @property
    def tests(self) -> Path:
        """The folder of the topic's tests."""
        return self.folder / "tests"


def repository_root(start: Path | None = None) -> Path:
    """Find the repository: SCRATCH_ROOT, else upwards from `start` (or here), else this file's."""
    named = os.environ.get("SCRATCH_ROOT")
    if start is None and named:
        if not (Path(named) / "packages").is_dir():
            raise LookupError(
                f"SCRATCH_ROOT is {named!r}, which has no folder `packages`: "
                "set it to the repository's folder or unset it"
            )
        return Path(named).resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents, *Path(__file__).resolve().parents):
        if (folder / "packages").is_dir() and (folder / "shared" / "scratchcore").is_dir():
            return folder
    raise LookupError(
        f"{here} is not inside the curriculum's repository: "
        "change into it, or set SCRATCH_ROOT to its folder"
    )


def load_topics(root: Path | None = None) -> dict[str, Topic]:
    """Read every topic by id, in order; raise MetadataError on the first fault."""
    topics, faults = scan(root or repository_root())
    if faults:
        raise next(iter(faults.values()))
    return topics


def scan(root: Path) -> tuple[dict[str, Topic], dict[str, MetadataError]]:
    """Read every topic that can be read; return them by id, and the faults by folder name.

    A folder without a single file (what git leaves after a change of branch) is not a topic.
    """
    topics: dict[str, Topic] = {}
    faults: dict[str, MetadataError] = {}
    for folder in sorted((root / "packages").iterdir()):
        if folder.name.startswith((".", "_")) or not folder.is_dir() or _is_left_over(folder):
            continue
        try:
            topic = read_topic(folder)
            if topic.id in topics:
                raise MetadataError(folder, f"{topics[topic.id].name} has the same number")
            topics[topic.id] = topic
        except MetadataError as fault:
            faults[folder.name] = fault
    return topics, faults


def read_topic(folder: Path) -> Topic:
    """Read one topic package; raise MetadataError naming the file and the key."""
    match = NAME.fullmatch(folder.name)
    if match is None:
        raise MetadataError(folder, "a topic's folder is named like t12-im2col")
    file = folder / "pyproject.toml"
    document = parse(file)
    project = Table(file, "project", document.get("project"), PROJECT_KEYS)
    tool = document.get("tool")
    table = tool.get("topic") if isinstance(tool, dict) else None
    own = Table(file, "tool.topic", table, TOPIC_KEYS)
    if project.get("name", str) != folder.name:
        project.fail("name", f"must be the folder's name, {folder.name!r}")
    dependencies = project.requirements("dependencies", project.get("dependencies", list))
    extras = _extras(project)
    return Topic(
        id=f"t{match[1]}",
        number=int(match[1]),
        slug=match[2],
        name=folder.name,
        import_name=folder.name.replace("-", "_"),
        title=_title(folder),
        description=project.get("description", str),
        folder=folder,
        module=own.between("module", int, 0, len(MODULES) - 1),
        hours=own.between("hours", (int, float), 0.5, 100),
        optional=own.get("optional", bool, default=False),
        requires=tuple(sorted(name[:3] for name in dependencies if NAME.fullmatch(name))),
        milestone=read_milestone(own),
        dependencies=tuple(dependencies),
        extras={extra: tuple(names) for extra, names in extras.items()},
        requirements=dict(
            item for part in (dependencies, *extras.values()) for item in part.items()
        ),
    )


def resolve(name: str, topics: Mapping[str, Topic]) -> Topic:
    """Return the topic called `name`: t12, 12, im2col, t12-im2col or t12_im2col."""
    aliases = {alias: topic for topic in topics.values() for alias in _aliases(topic)}
    wanted = name.strip().lower().replace("_", "-")
    if wanted in aliases:
        return aliases[wanted]
    import difflib

    near = difflib.get_close_matches(wanted, list(aliases), n=1, cutoff=0.5)
    if near:
        raise UnknownTopic(f"no topic {name!r}: did you mean {aliases[near[0]].name}?")
    raise UnknownTopic(f"no topic {name!r}: `scratch topics` lists them")


def with_prerequisites(topic: Topic, topics: Mapping[str, Topic]) -> list[Topic]:
    """Return every topic that `topic` builds on, directly or not, in order and without itself."""
    found: set[str] = set()
    waiting = list(topic.requires)
    while waiting:
        key = waiting.pop()
        if key in found or key == topic.id:
            continue
        if key not in topics:
            file = topic.folder / "pyproject.toml"
            raise MetadataError(file, f"project.dependencies leads to {key}, which is missing")
        found.add(key)
        waiting.extend(topics[key].requires)
    return [topics[key] for key in sorted(found)]


def _aliases(topic: Topic) -> Iterable[str]:
    return (topic.id, f"t{topic.number}", str(topic.number), topic.id[1:], topic.slug, topic.name)


def _is_left_over(folder: Path) -> bool:
    if (folder / "pyproject.toml").exists():
        return False
    files = (path for path in folder.rglob("*") if path.is_file())
    return not any("__pycache__" not in path.parts for path in files)


def _title(folder: Path) -> str:
    """Return the part of the README's heading after the dot; the name if there is no heading."""
    readme = folder / "README.md"
    if readme.is_file():
        with readme.open(encoding="utf-8", errors="replace") as lines:
            heading = re.match(r"# t\d{2} · (\S.*)", lines.readline())
            if heading:
                return heading[1].strip()
    return folder.name


def _extras(project: Table) -> dict[str, dict[str, str]]:
    listed = project.get("optional-dependencies", dict, default={})
    return {
        extra: project.requirements(f"optional-dependencies.{extra}", texts)
        for extra, texts in listed.items()
    }
