"""Check that a public name is defined once in the whole repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scratchtools.findings import Finding, Sources, python_files
from scratchtools.topics import Topic

ENTRY_POINTS = {"milestone.py": "run", "figures.py": "figures"}
REPLACES = re.compile(r"#\s*replaces (\w+)\s*$")


@dataclass(frozen=True)
class Definition:
    """Where a public name is defined; `replaces` names the package whose version it supersedes."""

    name: str
    package: str
    file: Path
    line: int
    replaces: str = ""


def check_names(core: Path, topics: Mapping[str, Topic], sources: Sources) -> Iterator[Finding]:
    """Yield public names with a second definition, and faults of every `__all__`.

    A later topic may define a name again on purpose (a scalar engine's `SGD`, then the real one):
    the later definition's line then ends with `# replaces t02_autograd`.
    """
    packages = [core, *(topic.package for topic in topics.values())]
    first: dict[str, Definition] = {}
    for package in packages:
        yield from _check_all(package, sources)
        for found in definitions(package, sources):
            known = first.get(found.name)
            if known is None or found.replaces == known.package:
                first[found.name] = found
                continue
            place = sources.finding(known.file, known.line, "", "")
            message = (
                f"{found.name} is defined at {place.file}:{place.line} too: import that one or"
                f" rename this (if it supersedes it, end the line with # replaces {known.package})"
            )
            yield sources.finding(found.file, found.line, "names", message)


def definitions(package: Path, sources: Sources) -> list[Definition]:
    """Return the public functions and classes of a package, and what else its `__all__` assigns."""
    exported = set(_exported(sources.tree(package / "__init__.py"))[0])
    found = []
    for file in python_files(package):
        lines = sources.text(file).split("\n")
        for name, line in _bound(sources.tree(file), exported):
            if name.startswith("_") or ENTRY_POINTS.get(file.name) == name:
                continue
            mark = REPLACES.search(lines[line - 1])
            found.append(Definition(name, package.name, file, line, mark[1] if mark else ""))
    return found


def _bound(tree: ast.Module, exported: set[str]) -> Iterator[tuple[str, int]]:
    seen = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [t.id for t in targets if isinstance(t, ast.Name) and t.id in exported]
        else:
            continue
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name, node.lineno


def _exported(tree: ast.Module) -> tuple[list[str], int]:
    """Return the names of `__all__` and its line (0 when there is none)."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            listed = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else []
            names = [item.value for item in listed if isinstance(item, ast.Constant)]
            return names, node.lineno
    return [], 0


def _check_all(package: Path, sources: Sources) -> Iterator[Finding]:
    file = package / "__init__.py"
    if not file.is_file():
        return
    tree = sources.tree(file)
    names, line = _exported(tree)
    if not names and file not in sources.faults:
        yield sources.finding(file, line or 1, "names", "list the public names in __all__")
    available = {name for name, _ in _bound(tree, set(names))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            available |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    for name in names:
        if name not in available:
            yield sources.finding(file, line, "names", f"__all__ lists {name}, which is not there")
        if names.count(name) > 1:
            yield sources.finding(file, line, "names", f"__all__ lists {name} twice: remove one")
