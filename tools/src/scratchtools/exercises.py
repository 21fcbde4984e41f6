"""Check the exercises of a topic and the traps that belong to them, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scratchtools.findings import Finding, Sources
from scratchtools.starter import Exercise, find_exercises
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
    replacement: str  # the source of the wrong `def`, with its decorators

    @property
    def name(self) -> str:
        """The file's name without `.py`."""
        return self.file.stem


def check_exercises(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield faults of the marks in src and of the trap files."""
    exercises, findings = exercises_of(topic, sources)
    yield from findings
    traps, findings = traps_of(topic, sources)
    yield from findings
    if not exercises:
        return
    known = {exercise.id: exercise for exercise in exercises}
    for trap in traps:
        if trap.exercise not in known:
            message = f"EXERCISE: no exercise is called {trap.exercise!r}"
            yield sources.finding(trap.file, 1, "traps", message)
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


def traps_of(topic: Topic, sources: Sources) -> tuple[list[Trap], list[Finding]]:
    """Return the topic's traps, and the faults of those that are not written as they must be."""
    traps, findings = [], []
    for file in sorted((topic.folder / "traps").glob("*.py")):
        tree = sources.tree(file)
        if file in sources.faults:
            continue
        try:
            traps.append(_read_trap(file, tree, sources.text(file)))
        except ValueError as error:
            findings.append(sources.finding(file, 1, "traps", str(error)))
    return traps, findings


def _read_trap(file: Path, tree: ast.Module, text: str) -> Trap:
    what = (ast.get_docstring(tree) or "").split("\n")[0].strip()
    if not what:
        raise ValueError("begin with a docstring that says what people get wrong")
    header = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    for key in HEADER:
        if not header.get(key, "").strip():
            raise ValueError(f'add {key} = "..." (a text)')
    wanted = header["EXERCISE"].rpartition(".")[2]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == wanted:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            source = "\n".join(text.split("\n")[first - 1 : node.end_lineno]) + "\n"
            return Trap(file, what, header["EXERCISE"], header["MESSAGE"], source)
    raise ValueError(f"add the wrong version: def {wanted}(...)")
