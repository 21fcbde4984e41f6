"""What can be measured: the core (`core`) and every topic, and the environment they run in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from scratchtools.console import TopicParam, known_topics
from scratchtools.topics import Topic, repository_root, with_prerequisites

CORE = "core"
THREAD_VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


@dataclass(frozen=True)
class Unit:
    """A package that can be measured; `paths` are the import roots of what it builds on."""

    id: str
    folder: Path
    import_name: str
    paths: tuple[Path, ...]

    @property
    def source(self) -> Path:
        """The import root of the unit's own code."""
        return self.folder / "src"

    @property
    def tests(self) -> Path:
        """The folder of the unit's tests."""
        return self.folder / "tests"

    @property
    def benchmarks(self) -> list[Path]:
        """The unit's benchmark files, in order."""
        return sorted((self.folder / "benchmarks").glob("bench_*.py"))


def core_unit(root: Path) -> Unit:
    """Return the unit `core`: the package scratchcore."""
    return Unit(CORE, root / "shared" / "scratchcore", "scratchcore", ())


def topic_unit(topic: Topic, topics: Mapping[str, Topic], root: Path) -> Unit:
    """Return the unit of one topic, with the import roots of its prerequisites and the core."""
    paths = [earlier.source for earlier in with_prerequisites(topic, topics)]
    return Unit(topic.id, topic.folder, topic.import_name, (*paths, core_unit(root).source))


def all_units() -> list[Unit]:
    """Return the core and every topic whose metadata can be read, in order."""
    topics, root = known_topics(), repository_root()
    return [core_unit(root), *(topic_unit(topic, topics, root) for topic in topics.values())]


class UnitParam(TopicParam):
    """The word `core`, or a topic named as everywhere; converts to a Unit."""

    name = "unit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, Unit):
            return value
        root = repository_root()
        if value in (CORE, "scratchcore"):
            return core_unit(root)
        return topic_unit(super().convert(value, param, ctx), known_topics(), root)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        core = [CompletionItem(CORE)] if CORE.startswith(incomplete) else []
        return core + super().shell_complete(ctx, param, incomplete)


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def child_environment(paths: Iterable[Path], threads: int) -> dict[str, str]:
    """Return the environment of a child process: import roots, and threads of every BLAS.

    Thread counts only work when they are set before NumPy is imported, hence the child.
    """
    own = Path(__file__).resolve().parents[1]
    variables = dict.fromkeys(THREAD_VARIABLES, str(threads))
    roots = os.pathsep.join(str(path) for path in (*paths, own))
    return {**os.environ, **variables, "PYTHONPATH": roots, "PYTHONIOENCODING": "utf-8"}
