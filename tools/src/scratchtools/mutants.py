"""Find the places of a Python source where one small change should make a test fail.

The operators are those that mutmut and cosmic-ray agree on, one replacement per place:

- arithmetic and bits: + - swap, * / swap, // to /, % to /, ** to *, @ to *, << >> swap,
  & | swap, ^ to &; the same in augmented assignments, which also become plain ones (+= to =);
- unary: -x to +x, ~x to x, `not x` to x;
- comparisons: < to <=, <= to <, > to >=, >= to >, == != swap, is / is not, in / not in;
- `and` / `or` swap; a condition without an operator is negated;
- constants: True / False swap, 0 to 1, 1 to 0, another number to itself plus 1;
- loops: break / continue swap, a for loop runs over nothing;
- `return x` and a lambda give None.

Left alone: docstrings and other texts, f-strings, annotations, `raise` statements and the messages
of asserts and warnings, `if TYPE_CHECKING` and `if __name__ == "__main__"`.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

BINARY: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "/"),
    ast.Pow: ("**", "*"),
    ast.MatMult: ("@", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.BitXor: ("^", "&"),
}
COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
}
SIGNS = {ast.USub: ("-", "+"), ast.Invert: ("~", " "), ast.Not: ("not", "   ")}
COMMENT = re.compile(rb"#[^\n]*")
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
HAS_OPERATOR = ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the bytes from `start` to `end` become `text`.

    `scope` is the first line of the innermost function whose body holds the place (as in
    `co_firstlineno`), 0 for what runs at import.
    """

    file: str
    line: int
    scope: int
    start: int
    end: int
    text: bytes
    before: str
    after: str

    def apply(self, source: bytes) -> bytes:
        """Return the mutated source."""
        return source[: self.start] + self.text + source[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before} -> {self.after}"


def find_mutants(source: bytes, file: str) -> list[Mutant]:
    """Return every mutant of a source that Python can still compile, in order."""
    finder = _Finder(source, file)
    found = sorted(finder.visit(finder.tree, 0), key=lambda mutant: (mutant.start, mutant.end))
    return [mutant for mutant in found if _compiles(mutant.apply(source))]


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, SyntaxWarning):
        return False
    return True


class _Finder:
    def __init__(self, source: bytes, file: str) -> None:
        self.source, self.file = source, file
        self.tree = ast.parse(source)
        self.lines = source.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def visit(self, node: ast.AST, scope: int) -> Iterator[Mutant]:
        if _is_left_alone(node):
            return
        yield from self.mutants_of(node, scope)
        inner = _first_line(node) if isinstance(node, FUNCTIONS) else scope
        for name, child in _children(node):
            yield from self.visit(child, inner if name == "body" else scope)

    def mutants_of(self, node: ast.AST, scope: int) -> Iterator[Mutant]:
        for start, end, text in self.changes(node):
            inside = isinstance(node, ast.Lambda)
            yield self.mutant(start, end, text, _first_line(node) if inside else scope)

    def changes(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:
        match node:
            case ast.BinOp() if not (_is_text(node.left) or _is_text(node.right)):
                yield self.between(node.left, node.right, *_escaped(BINARY[type(node.op)]))
            case ast.AugAssign():
                sign, other = BINARY[type(node.op)]
                yield self.between(node.target, node.value, re.escape(sign + "="), other + "=")
                yield self.between(node.target, node.value, re.escape(sign + "="), "=")
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for op, left, right in zip(node.ops, sides, sides[1:], strict=False):
                    yield self.between(left, right, *COMPARISONS[type(op)])
            case ast.BoolOp():
                words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield self.between(left, right, *words)
            case ast.UnaryOp() if type(node.op) in SIGNS:
                sign, other = SIGNS[type(node.op)]
                start = self.start(node)
                yield start, start + len(sign), other
            case ast.Constant() if isinstance(node.value, int | float):
                yield self.start(node), self.end(node), _other_constant(node.value)
            case _:
                yield from self.changes_of_flow(node)

    def changes_of_flow(self, node: ast.AST) -> Iterator[tuple[int, int, str]]:
        match node:
            case ast.Break():
                yield self.start(node), self.end(node), "continue"
            case ast.Continue():
                yield self.start(node), self.end(node), "break"
            case ast.For():
                yield self.start(node.iter), self.end(node.iter), "()"
            case ast.Return(value=ast.expr() as value) | ast.Lambda(body=value):
                if not (isinstance(value, ast.Constant) and value.value in (None, True, False)):
                    yield self.start(value), self.end(value), "None"
            case ast.If() | ast.While() | ast.IfExp() | ast.Assert():
                yield from self.negation(node.test)
            case ast.comprehension():
                for condition in node.ifs:
                    yield from self.negation(condition)

    def negation(self, test: ast.expr) -> Iterator[tuple[int, int, str]]:
        if not isinstance(test, HAS_OPERATOR):
            start, end = self.start(test), self.end(test)
            yield start, end, f"(not ({self.source[start:end].decode()}))"

    def between(
        self, left: ast.expr, right: ast.expr, pattern: str, text: str
    ) -> tuple[int, int, str]:
        """Return the change of the operator between two operands."""
        start, end = self.end(left), self.start(right)
        gap = COMMENT.sub(lambda found: b" " * len(found[0]), self.source[start:end])
        found = re.search(pattern.encode(), gap)
        assert found is not None, (pattern, gap)
        return start + found.start(), start + found.end(), text

    def mutant(self, start: int, end: int, text: str, scope: int) -> Mutant:
        line = bisect_right(self.starts, start)
        mutated = self.source[:start] + text.encode() + self.source[end:]
        before = self.lines[line - 1].decode()
        after = mutated[self.starts[line - 1] :].partition(b"\n")[0].decode()
        return Mutant(
            self.file, line, scope, start, end, text.encode(), _tidy(before), _tidy(after)
        )

    def start(self, node: ast.expr | ast.stmt) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.starts[node.end_lineno - 1] + node.end_col_offset


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_params", "msg"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield name, child


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.JoinedStr():
            return True
        case ast.If():
            return ast.unparse(node.test) in (
                "TYPE_CHECKING",
                "typing.TYPE_CHECKING",
                "__name__ == '__main__'",
            )
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name == "warn"
    return False


def _first_line(node: ast.AST) -> int:
    assert isinstance(node, FUNCTIONS)
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _escaped(pair: tuple[str, str]) -> tuple[str, str]:
    return re.escape(pair[0]), pair[1]


def _other_constant(value: float) -> str:
    if isinstance(value, bool):
        return str(not value)
    if isinstance(value, int):
        return {0: "1", 1: "0"}.get(value, str(value + 1))
    return repr(value + 1.0 if value + 1.0 != value else value / 2)


def _tidy(line: str) -> str:
    return re.sub(r"\s+", " ", line.partition("  #")[0]).strip()
