"""Check what the graded tests assert: numbers that are the same in every run, and shapes.

A numeric assertion is a comparison by value: a call such as `assert_close(...)`, or an `assert`
with `==`, `approx`, `allclose` or a bounded `abs(...)`. Bounds on a loss, shapes, `is not None`
and property tests (`@given`) do not count. A test may assert through a function of its file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scratchtools.findings import Finding, Sources
from scratchtools.grade import graded_files
from scratchtools.topics import Topic

COMPARING_CALLS = frozenset(
    {"assert_close", "assert_allclose", "assert_array_equal", "assert_equal"}
    | {"assert_array_almost_equal", "assert_almost_equal", "assert_array_max_ulp"}
)
CLOSE = frozenset({"approx", "allclose", "isclose", "array_equal", "array_equiv"})
MAKES_NUMBERS = re.compile(r"(np|numpy|math)\.|(float|int|complex)$")
SHAPES = frozenset({"shape", "ndim", "size"})
UNSEEDED = frozenset({"random", "rand", "randn", "randint", "seed", "normal", "uniform", "choice"})


def check_assertions(topic: Topic, sources: Sources) -> Iterator[Finding]:
    """Yield steps without a numeric assertion, topics without a shape one, and unseeded numbers."""
    files = graded_files(topic)
    for file in files:
        nodes = sources.nodes(file)
        if not _asserts_numbers(nodes):
            message = "no test compares a number: compare with values worked out by hand"
            yield sources.finding(file, 1, "numeric-assertion", message)
        yield from _unseeded(file, nodes, sources)
    if files and not any(_asserts_shape(sources.nodes(file)) for file in files):
        message = "no graded test asserts a shape (x.shape, x.size, len(x)): add one"
        yield sources.finding(files[0], 1, "shape-assertion", message)


def _asserts_numbers(nodes: list[ast.AST]) -> bool:
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    asserting = {node.name for node in functions if _compares(node)}
    calls = {node.name: _calls(node) for node in functions}
    while True:
        callers = {name for name, called in calls.items() if called & asserting}
        if callers <= asserting:
            break
        asserting |= callers
    tests = [node for node in functions if node.name.startswith("test")]
    return any(node.name in asserting and not _is_property(node) for node in tests)


def _compares(function: ast.FunctionDef) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node.func) in COMPARING_CALLS:
            return True
        if isinstance(node, ast.Assert) and _is_numeric(node.test):
            return True
    return False


def _is_numeric(test: ast.expr) -> bool:
    if any(isinstance(n, ast.Call) and _name(n.func) in CLOSE for n in ast.walk(test)):
        return True
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and not _has_shape(node):
            sides = [node.left, *node.comparators]
            equal = any(isinstance(operator, ast.Eq) for operator in node.ops)
            bounded = any(isinstance(s, ast.Call) and _name(s.func) == "abs" for s in sides)
            if (equal or bounded) and any(_is_number(side) for side in sides):
                return True
    return False


def _is_number(node: ast.expr) -> bool:
    """Say whether a written number stands there: 2, -0.5, [1.0, 2.0], np.sqrt(2), 3 * math.pi."""
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float, complex)
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) or _is_number(node.right)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return any(_is_number(item) for item in node.elts)
    if isinstance(node, ast.Dict):
        return any(_is_number(value) for value in node.values)
    made = isinstance(node, ast.Call) and MAKES_NUMBERS.match(ast.unparse(node.func))
    return bool(made) and any(_is_number(argument) for argument in node.args)


def _asserts_shape(nodes: list[ast.AST]) -> bool:
    return any(isinstance(node, ast.Assert) and _has_shape(node.test) for node in nodes)


def _has_shape(node: ast.expr) -> bool:
    return any(
        (isinstance(n, ast.Attribute) and n.attr in SHAPES)
        or (isinstance(n, ast.Call) and _name(n.func) == "len")
        for n in ast.walk(node)
    )


def _is_property(function: ast.FunctionDef) -> bool:
    calls = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list)
    return any(_name(call) == "given" for call in calls)


def _calls(function: ast.FunctionDef) -> set[str]:
    return {_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _unseeded(file: Path, nodes: list[ast.AST], sources: Sources) -> Iterator[Finding]:
    for node in nodes:
        last = _name(node.func) if isinstance(node, ast.Call) else ""
        if last != "default_rng" and last not in UNSEEDED:
            continue
        written = ast.unparse(node.func)
        owner, _, function = written.rpartition(".")
        fresh = function == "default_rng" and not node.args and not node.keywords
        old = owner in ("np.random", "numpy.random", "random") and function in UNSEEDED
        if fresh or old:
            message = f"`{written}()` differs from run to run: use np.random.default_rng(0)"
            yield sources.finding(file, node.lineno, "deterministic", message)
