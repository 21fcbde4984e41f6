"""Make the starter from the reference: exercises are functions whose `def` line says `# exercise`.

The starter keeps signature and docstring and raises NotImplementedError; there is no second copy.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scratchtools.topics import Topic

Function = ast.FunctionDef | ast.AsyncFunctionDef
MARK = re.compile(r"#\s*exercise\s*$")
NOT_WRITTEN = re.compile(r"(?P<id>[\w.]+) is not written yet")
LEFT_OUT = ("__pycache__", "*.pyc", "*.egg-info", ".*")


@dataclass(frozen=True)
class Exercise:
    """One function to write: its id inside the topic and where it stands."""

    id: str
    file: Path  # relative to the src folder
    line: int  # of the `def`
    end_line: int

    @property
    def name(self) -> str:
        """The last part of the id: the name after `def`."""
        return self.id.rpartition(".")[2]


def python_files(source: Path) -> list[Path]:
    """Return the Python files below `source`, sorted."""
    return sorted(path for path in source.rglob("*.py") if "__pycache__" not in path.parts)


def find_exercises(source: Path) -> list[Exercise]:
    """Return the exercises in a src folder, in reading order; raise ValueError on equal ids.

    A file that cannot be parsed raises SyntaxError with its name.
    """
    found: dict[str, Exercise] = {}
    for path in python_files(source):
        text = path.read_text(encoding="utf-8")
        if "exercise" not in text:
            continue
        for name, node in _marked(text, path):
            exercise = Exercise(name, path.relative_to(source), node.lineno, node.end_lineno)
            if name in found:
                raise ValueError(f"exercise {name} stands in {found[name].file} and {path}")
            found[name] = exercise
    return list(found.values())


def strip_source(text: str, only: set[str] | None = None) -> str:
    """Replace the bodies of all exercises (or of those in `only`) by NotImplementedError."""
    lines = text.split("\n")
    marked = [(name, node) for name, node in _marked(text) if only is None or name in only]
    if only is not None and (missing := only - {name for name, _ in marked}):
        raise ValueError(f"no exercise {', '.join(sorted(missing))} in this file")
    for name, node in sorted(marked, key=lambda pair: -pair[1].lineno):
        first, indent = _keep_until(lines, node)
        last = _body_end(lines, node)
        lines[first:last] = [f'{indent}raise NotImplementedError("{name} is not written yet")']
    return "\n".join(lines)


def source_of(text: str, exercise_id: str) -> str:
    """Return the source of one exercise, its decorators included, without its indentation."""
    lines, start, node = _place(text, exercise_id)
    own = lines[start : node.end_lineno]
    kept = _inside_strings("\n".join(own) + "\n")
    dedented = (
        line if number in kept else line.removeprefix(" " * node.col_offset)
        for number, line in enumerate(own, 1)
    )
    return "\n".join(dedented) + "\n"


def substitute(text: str, exercise_id: str, replacement: str) -> str:
    """Replace one exercise, its decorators included, by the source of another `def`."""
    lines, start, node = _place(text, exercise_id)
    lines[start : node.end_lineno] = _indented(replacement, " " * node.col_offset)
    return "\n".join(lines)


def _place(text: str, exercise_id: str) -> tuple[list[str], int, Function]:
    """Return the lines of a file, where an exercise begins among them, and its node."""
    for name, node in _marked(text):
        if name == exercise_id:
            start = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
            return text.split("\n"), start, node
    raise ValueError(f"no exercise {exercise_id} in this file")


def write_starter(topic: Topic, target: Path) -> list[Path]:
    """Write the topic's starter to `target/src` and return the files written, sorted."""
    destination = target / "src"
    ignore = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(topic.source, destination, ignore=ignore, dirs_exist_ok=True)
    for path in python_files(destination):
        text = path.read_text(encoding="utf-8")
        if any(True for _ in _marked(text, path)):
            path.write_text(strip_source(text), encoding="utf-8", newline="\n")
    return sorted(path for path in destination.rglob("*") if path.is_file())


def _marked(text: str, path: Path | None = None) -> Iterator[tuple[str, Function]]:
    """Yield id and node of every exercise, in reading order."""
    lines = text.split("\n")

    def walk(nodes: list[ast.stmt], prefix: str) -> Iterator[tuple[str, Function]]:
        for node in nodes:
            if isinstance(node, Function) and MARK.search(lines[node.lineno - 1]):
                yield prefix + node.name, node
            elif isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(ast.parse(text, filename=str(path or "<source>")).body, "")


def _keep_until(lines: list[str], node: Function) -> tuple[int, str]:
    """Return the number of lines to keep (signature and docstring), and the body's indent."""
    body = node.body
    first = body[0]
    if ast.get_docstring(node, clean=False) is not None and first.lineno > node.lineno:
        return first.end_lineno, " " * first.col_offset
    row, column = _signature_end(lines, node)
    if first.lineno == row + 1:  # the body follows on the line of the colon
        rest = lines[row][column:]
        mark = MARK.search(rest)
        lines[row] = lines[row][:column] + (f"  {mark[0]}" if mark else "")
        return row + 1, " " * (node.col_offset + 4)
    return row + 1, " " * first.col_offset


def _signature_end(lines: list[str], node: Function) -> tuple[int, int]:
    """Return row (from 0) and column just after the colon that ends the signature."""
    text = "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n"
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                return node.lineno - 2 + token.end[0], token.end[1]
    raise AssertionError(f"no end of the signature of {node.name}")


def _body_end(lines: list[str], node: Function) -> int:
    """Return the number of the body's last line, comments that belong to it included."""
    end = last = node.end_lineno
    while end < len(lines):
        line = lines[end]
        stripped = line.lstrip()
        if stripped and not (
            stripped.startswith("#") and len(line) - len(stripped) > node.col_offset
        ):
            break
        end += 1
        if stripped:
            last = end
    return last


def _indented(source: str, indent: str) -> list[str]:
    """Indent the lines of `source`, but not the insides of multi-line strings."""
    kept = _inside_strings(source)
    return [
        indent + line if line.strip() and number not in kept else line
        for number, line in enumerate(source.rstrip("\n").split("\n"), 1)
    ]


def _inside_strings(source: str) -> set[int]:
    """Return the numbers of the lines that begin inside a multi-line string."""
    inside: set[int] = set()
    opened = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "STRING":
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
        elif kind == "FSTRING_START":
            opened = token.start[0]
        elif kind == "FSTRING_END":
            inside.update(range(opened + 1, token.end[0] + 1))
    return inside
