"""Compare what a package imports with what its metadata declares, in both directions."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from scratchtools.findings import Finding, Sources, python_files
from scratchtools.topics import NAME, Topic

IMPORT_NAMES = {"scikit-learn": "sklearn", "pillow": "PIL", "pyyaml": "yaml"}
STANDARD = sys.stdlib_module_names | {"__future__"}
TEST_EXTRAS = ("test", "oracle", "bench")


@dataclass(frozen=True)
class Import:
    """One imported module; `lazy` when it is imported inside a function or for types only."""

    module: str
    line: int
    lazy: bool

    @property
    def top(self) -> str:
        """The first part of the module's name."""
        return self.module.partition(".")[0]


@dataclass(frozen=True)
class Part:
    """A part of a package: the files, what they may import, and what only inside functions."""

    label: str
    files: list[Path]
    allowed: tuple[str, ...]
    lazily: tuple[str, ...] = ()


def import_name(distribution: str) -> str:
    """Return the name under which a distribution is imported."""
    return IMPORT_NAMES.get(distribution, distribution.replace("-", "_"))


def imports_of(tree: ast.Module) -> list[Import]:
    """Return every absolute import of a module, with names that could be submodules."""
    return list(_imports(tree, False))


def _imports(node: ast.AST, lazy: bool) -> Iterator[Import]:
    """Walk the statements only: an expression imports nothing."""
    for child in _statements(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, lazy) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            if child.module and not child.level:
                for alias in child.names:
                    yield Import(f"{child.module}.{alias.name}", child.lineno, lazy)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _imports(child, lazy or inside or _is_for_types(child))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    for block in ("body", "handlers", "orelse", "finalbody", "cases"):
        children = getattr(node, block, ())
        yield from children if isinstance(children, list) else ()


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def check_imports(topic: Topic, sources: Sources, topics: Mapping[str, Topic]) -> Iterator[Finding]:
    """Yield undeclared imports, unused declarations and wrongly written requirements."""
    parts = _parts(topic)
    for part in parts:
        yield from _undeclared(topic, part, sources, topics)
    yield from _unused(topic, parts, sources)
    yield from _spelling(topic, sources)


def _parts(topic: Topic) -> list[Part]:
    own = topic.extras
    runtime = tuple(n for extra in own if extra not in TEST_EXTRAS for n in own[extra])
    tests = (*topic.dependencies, *own.get("test", ()))
    oracle = (*tests, *own.get("oracle", ()))
    files = python_files(topic.tests)
    oracles = [file for file in files if file.name == "test_oracle.py"]
    graded = [file for file in files if file not in oracles]
    return [
        Part("src", python_files(topic.source), topic.dependencies, runtime),
        Part("tests", graded, tests),
        Part("test_oracle.py", oracles, oracle),
        Part(
            "benchmarks",
            python_files(topic.folder / "benchmarks"),
            (*oracle, *own.get("bench", ())),
        ),
    ]


WHERE = {
    "src": "`dependencies`",
    "tests": "the extra `test`",
    "test_oracle.py": "the extra `oracle`",
    "benchmarks": "the extra `oracle` or `bench`",
}


def _undeclared(
    topic: Topic, part: Part, sources: Sources, topics: Mapping[str, Topic]
) -> Iterator[Finding]:
    allowed = {import_name(name) for name in part.allowed}
    lazily = {import_name(name) for name in part.lazily}
    seen = set()
    for file in part.files:
        for found in imports_of(sources.tree(file)):
            top = found.top
            known = top in STANDARD or top == topic.import_name or top in allowed
            if known or (top in lazily and found.lazy) or (file, top) in seen:
                continue
            seen.add((file, top))
            message = _why_not(topic, top, part, top in lazily, topics)
            yield sources.finding(file, found.line, "imports", message)


def _why_not(
    topic: Topic, top: str, part: Part, is_extra: bool, topics: Mapping[str, Topic]
) -> str:
    name = top.replace("_", "-")
    if is_extra:
        return f"{top} comes with an extra only: import it inside the function that uses it"
    match = NAME.fullmatch(name)
    if match and int(match[1]) > topic.number:
        return f"{name} is a later topic than {topic.id}: topics import only earlier ones"
    if match and name[:3] not in topics:
        return f"{name} is not a topic of this repository"
    return f"{top} is imported but not declared: add it to {WHERE[part.label]} in pyproject.toml"


def _unused(topic: Topic, parts: Iterable[Part], sources: Sources) -> Iterator[Finding]:
    used = {
        part.label: {i.top for file in part.files for i in imports_of(sources.tree(file))}
        for part in parts
    }
    tested = used["tests"] | used["test_oracle.py"]
    where = {"test": tested, "oracle": used["test_oracle.py"] | used["benchmarks"]}
    where["bench"] = used["benchmarks"]
    where["dependencies"] = used["src"]
    file = topic.folder / "pyproject.toml"
    if any(file in sources.faults for part in parts for file in part.files):
        return  # what a file that cannot be read imports is not known
    for listed, names in {"dependencies": topic.dependencies, **topic.extras}.items():
        for name in names:
            line = sources.line_of(file, f'"{name}')
            if listed != "dependencies" and name in topic.dependencies:
                message = (
                    f"{name} is in `dependencies` already: remove it from the extra `{listed}`"
                )
                yield sources.finding(file, line, "imports", message)
            elif import_name(name) not in where.get(listed, used["src"]) and not (
                listed == "test" and name.startswith("pytest")
            ):
                message = (
                    f"{name} is declared in `{listed}` but nothing there imports it: remove it"
                )
                yield sources.finding(file, line, "imports", message)


def _spelling(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """A package of this repository is required by its place, so that no stranger's is installed."""
    file = topic.folder / "pyproject.toml"
    for name, written in topic.requirements.items():
        if name == "scratchcore":
            place = "{root:parent:parent:uri}/shared/scratchcore"
        elif NAME.fullmatch(name):
            place = f"{{root:parent:uri}}/{name}"
        else:
            continue
        right = f"{name}{{env:SCRATCH_PIN: @ {place}}}"
        if written != right:
            line = sources.line_of(file, f'"{name}')
            yield sources.finding(file, line, "requirement", f"write {written!r} as {right!r}")
