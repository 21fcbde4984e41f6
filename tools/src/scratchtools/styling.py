"""Check the limits of style that ruff has no rule for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from scratchtools.findings import Finding, Sources

FILE_LINES = 300
FUNCTION_LINES = 40
LESSONS = ("packages", "shared", "docs")  # the tools do have to say where imports come from
PATH_EDITS = frozenset({"insert", "append", "extend", "appendleft"})
SEEDS = ("np.random.seed", "numpy.random.seed")
Found = Iterator[tuple[int, str, str]]


def check_style(file: Path, sources: Sources) -> Iterator[Finding]:
    """Yield the faults of one Python file."""
    lines = sources.text(file).rstrip("\n").count("\n") + 1
    if lines >= FILE_LINES:
        message = f"{lines} lines: split the file by what it is about, under {FILE_LINES} lines"
        yield sources.finding(file, FILE_LINES, "file-length", message)
    place = file.relative_to(sources.root)
    left_out = set() if place.parts[0] in LESSONS else {_path_edit}
    left_out |= set() if _is_library(place) else {_print, _except}
    for node in sources.nodes(file):
        for rule in RULES.get(type(node), ()):
            if rule not in left_out:
                for line, name, message in rule(node):
                    yield sources.finding(file, line, name, message)


def _is_library(file: Path) -> bool:
    parts = file.parts
    in_package = len(parts) > 3 and parts[0] in ("packages", "shared") and parts[2] == "src"
    return in_package and file.name != "milestone.py"


def _length(node: ast.FunctionDef) -> Found:
    """Count a function's lines without its docstring and the classes that it makes."""
    lines = node.end_lineno - node.lineno + 1
    if lines < FUNCTION_LINES:
        return
    apart = [child for child in node.body if isinstance(child, ast.ClassDef)]
    if ast.get_docstring(node, clean=False) is not None:
        apart.append(node.body[0])
    lines -= sum(child.end_lineno - child.lineno + 1 for child in apart)
    if lines >= FUNCTION_LINES:
        message = f"{node.name} has {lines} lines of code: split it, under {FUNCTION_LINES}"
        yield node.lineno, "function-length", message


def _path_edit(node: ast.Call | ast.Assign | ast.AugAssign) -> Found:
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    if isinstance(node, ast.AugAssign):
        target = node.target
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in PATH_EDITS:
        target = node.func.value
    if isinstance(target, ast.Subscript):
        target = target.value
    if getattr(target, "attr", "") == "path" and ast.unparse(target) == "sys.path":
        yield node.lineno, "sys-path", "edits sys.path: install the package (-e) and import it"


def _star(node: ast.ImportFrom) -> Found:
    if any(alias.name == "*" for alias in node.names):
        yield node.lineno, "star-import", f"import the names you use from {node.module}, not *"


def _seed(node: ast.Call) -> Found:
    if getattr(node.func, "attr", "") == "seed" and ast.unparse(node.func) in SEEDS:
        message = "sets NumPy's global state: take `rng: np.random.Generator` as an argument"
        yield node.lineno, "global-seed", message


def _print(node: ast.Call) -> Found:
    if getattr(node.func, "id", "") == "print":
        message = "library code does not print: return the value, tools and milestone.py print"
        yield node.lineno, "print", message


def _except(node: ast.ExceptHandler) -> Found:
    if any(isinstance(child, ast.Raise) for child in ast.walk(node)):
        return
    caught = ast.unparse(node.type) if node.type else ""
    if "ImportError" in caught or "ModuleNotFoundError" in caught:
        message = "hides a missing library: raise an ImportError that names the extra"
        yield node.lineno, "hidden-import", message
    elif caught in ("", "Exception", "BaseException"):
        message = f"catches everything ({caught or 'bare except'}): name the error you expect"
        yield node.lineno, "broad-except", message


RULES: dict[type[ast.AST], tuple[Callable[..., Found], ...]] = {
    ast.FunctionDef: (_length,),
    ast.AsyncFunctionDef: (_length,),
    ast.Call: (_path_edit, _seed, _print),
    ast.AugAssign: (_path_edit,),
    ast.Assign: (_path_edit,),
    ast.ImportFrom: (_star,),
    ast.ExceptHandler: (_except,),
}
