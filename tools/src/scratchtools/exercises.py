"""Check the exercises of a topic and the traps that belong to them, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scratchtools.changes import changed, read_changes
from scratchtools.findings import Finding, Sources
from scratchtools.starter import Exercise, find_exercises, source_of
from scratchtools.topics import Topic

TRAPS_EACH = 2
HEADER = ("EXERCISE", "MESSAGE")


@dataclass(frozen=True)
class Trap:
    """A wrong version of one exercise, and a text that a failing test's message must contain."""

    file: Path
    what: str  # the first line of its docstring
    exercise: str
    message: str
    replacement: str  # the source of the wrong `def`, with its decorators: written, or made

    @property
    def name(self) -> str:
        """The file's name without `.py`."""
        return self.file.stem


def check_exercises(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield faults of the marks in src and of the trap files."""
    exercises, findings = exercises_of(topic, sources)
    yield from findings
    traps, findings = traps_of(topic, exercises, sources)
    yield from findings
    for exercise in exercises:
        count = sum(trap.exercise == exercise.id for trap in traps)
        if count < TRAPS_EACH:
            file = topic.source / exercise.file
            message = f"{exercise.id} has {count} traps: write {TRAPS_EACH} or more in traps/"
            yield sources.finding(file, exercise.line, "traps", message)


def exercises_of(topic: Topic, sources: Sources) -> tuple[list[Exercise], list[Finding]]:
    """Return the topic's exercises; none, and a finding, when they cannot be told."""
    package = topic.package / "__init__.py"
    try:
        found = find_exercises(topic.source)
    except SyntaxError as error:
        file = Path(error.filename or package)
        problem = sources.finding(file, error.lineno or 1, "syntax", f"not Python: {error.msg}")
    except (ValueError, OSError) as error:
        problem = sources.finding(package, 1, "exercises", str(error))
    else:
        if found:
            return found, []
        problem = sources.finding(package, 1, "exercises", "mark exercises: `def ...:  # exercise`")
    return [], [problem]


def traps_of(
    topic: Topic, exercises: Sequence[Exercise], sources: Sources
) -> tuple[list[Trap], list[Finding]]:
    """Return the topic's traps, and the faults of those that are not written as they must be.

    Where the exercises cannot be told, there is nothing that a trap could be a version of.
    """
    traps, findings = [], []
    files = {exercise.id: topic.source / exercise.file for exercise in exercises}
    for file in sorted((topic.folder / "traps").glob("*.py")) if files else []:
        tree = sources.tree(file)
        if file in sources.faults:
            continue
        try:
            trap = _read_trap(file, tree, sources, files)
        except ValueError as error:
            findings.append(sources.finding(file, 1, "traps", str(error)))
        else:
            traps.append(trap)
    return traps, findings


def _read_trap(file: Path, tree: ast.Module, sources: Sources, files: Mapping[str, Path]) -> Trap:
    """Read one trap; `files` tells where each exercise stands."""
    what = (ast.get_docstring(tree) or "").split("\n")[0].strip()
    if not what:
        raise ValueError("begin with a docstring that says what people get wrong")
    assigned = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    header = {key: getattr(assigned.get(key), "value", None) for key in HEADER}
    for key, value in header.items():
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f'add {key} = "..." (a text)')
    exercise = header["EXERCISE"]
    if exercise not in files:
        raise ValueError(f"EXERCISE: no exercise is called {exercise!r}")
    wanted = exercise.rpartition(".")[2]
    written = _definition(tree, wanted, sources.text(file))
    if bool(written) == ("CHANGES" in assigned):
        alternatives = f"def {wanted}(...) or CHANGES = [(old, new), ...]"
        raise ValueError(f"add the wrong version: {alternatives}, exactly one of the two")
    if not written:
        right = source_of(sources.text(files[exercise]), exercise)
        written = changed(right, read_changes(assigned["CHANGES"]))
    return Trap(file, what, exercise, header["MESSAGE"], written)


def _definition(tree: ast.Module, name: str, text: str) -> str:
    """Return the source of the file's function of this name, or an empty text."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            return "\n".join(text.split("\n")[first - 1 : node.end_lineno]) + "\n"
    return ""
