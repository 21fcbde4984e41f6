"""Check the order of things: topics build on earlier ones, modules import without cycles."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scratchtools.findings import Finding, Sources, python_files
from scratchtools.imports import imports_of
from scratchtools.topics import MODULES, Topic


def check_order(topics: Mapping[str, Topic], sources: Sources) -> Iterator[Finding]:
    """Yield dependencies on missing and later topics, cycles, and module numbers out of order."""
    reached = 0
    for topic in topics.values():
        file = topic.folder / "pyproject.toml"
        for needed in topic.requires:
            if needed not in topics:
                message = f"{topic.id} needs {needed}, which does not exist or cannot be read"
            elif needed >= topic.id:
                message = f"{topic.id} needs {needed}: a topic builds on earlier topics only"
            else:
                continue
            yield sources.finding(file, sources.line_of(file, f'"{needed}-'), "order", message)
        yield from _module(topic, reached, sources)
        reached = max(reached, topic.module)
    for cycle in cycles({topic.id: topic.requires for topic in topics.values()}):
        file = topics[cycle[0]].folder / "pyproject.toml"
        line = sources.line_of(file, f'"{cycle[1]}-')
        yield sources.finding(file, line, "cycle", f"topics need each other: {' -> '.join(cycle)}")


def _module(topic: Topic, reached: int, sources: Sources) -> Iterator[Finding]:
    file = topic.folder / "pyproject.toml"
    last = len(MODULES) - 1
    if topic.module < reached:
        message = f"module {topic.module} comes after a topic of module {reached}"
        yield sources.finding(file, sources.line_of(file, "module"), "order", message)
    if topic.optional != (topic.module == last):
        wanted = "must be optional" if topic.module == last else "must not be optional"
        message = f"a topic of module {topic.module} {wanted} (only module {last} is)"
        yield sources.finding(file, sources.line_of(file, "module"), "order", message)


def cycles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the cycles of a graph, each once, as paths that end where they begin."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            cycle = path[path.index(name) :]
            start = cycle.index(min(cycle))
            turned = cycle[start:] + cycle[:start]
            found.setdefault(frozenset(cycle), [*turned, turned[0]])
        elif name not in done:
            for target in edges.get(name, ()):
                visit(target, [*path, name])
            done.add(name)

    for name in edges:
        visit(name, [])
    return list(found.values())


def check_module_cycles(package: Path, sources: Sources) -> Iterator[Finding]:
    """Yield the import cycles between the modules of one package (imports at module level)."""
    files = {_module_name(package, file): file for file in python_files(package)}
    edges = {name: sorted(_targets(name, file, sources, files)) for name, file in files.items()}
    for cycle in cycles(edges):
        file = files[cycle[0]]
        message = f"modules import each other: {' -> '.join(cycle)}; move what both need"
        yield sources.finding(file, 1, "cycle", message)


def _module_name(package: Path, file: Path) -> str:
    parts = [package.name, *file.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _targets(name: str, file: Path, sources: Sources, known: Mapping[str, Path]) -> set[str]:
    tree = sources.tree(file)
    wanted = [found.module for found in imports_of(tree) if not found.lazy]
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            parts = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
            parts = parts[: len(parts) - node.level + 1] + ([node.module] if node.module else [])
            wanted += [".".join([*parts, alias.name]) for alias in node.names]
    found = set()
    for module in wanted:
        target = module if module in known else module.rpartition(".")[0]
        if target in known and target != name:
            found.add(target)
    return found
