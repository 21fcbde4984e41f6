"""Where a source is mutated, into what, and where not."""

import pytest
from scratchtools.mutants import find_mutants


def changes(source: str) -> list[str]:
    return [mutant.after for mutant in find_mutants(source.encode(), "a.py")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + b", ["a - b"]),
        ("a - b", ["a + b"]),
        ("a * b", ["a / b"]),
        ("a / b", ["a * b"]),
        ("a // b", ["a / b"]),
        ("a % b", ["a / b"]),
        ("a ** b", ["a * b"]),
        ("a @ b", ["a * b"]),
        ("a << b", ["a >> b"]),
        ("a >> b", ["a << b"]),
        ("a & b", ["a | b"]),
        ("a | b", ["a & b"]),
        ("a ^ b", ["a & b"]),
        ("a += b", ["a -= b", "a = b"]),
        ("a **= b", ["a *= b", "a = b"]),
        ("a < b", ["a <= b"]),
        ("a <= b", ["a < b"]),
        ("a > b", ["a >= b"]),
        ("a >= b", ["a > b"]),
        ("a == b", ["a != b"]),
        ("a != b", ["a == b"]),
        ("a is b", ["a is not b"]),
        ("a is  not b", ["a is b"]),
        ("a in b", ["a not in b"]),
        ("a not in b", ["a in b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a and b or c", ["a or b or c", "a and b and c"]),
        ("f(not a)", ["f( a)"]),
        ("-a", ["+a"]),
        ("f(~a)", ["f( a)"]),
        ("a = True", ["a = False"]),
        ("a = 0", ["a = 1"]),
        ("a = 1", ["a = 0"]),
        ("a = 7", ["a = 8"]),
        ("a = 0.5", ["a = 1.5"]),
        ("a = 1e100", ["a = 5e+99"]),
        ("f(axis=-1)", ["f(axis=+1)", "f(axis=-0)"]),
    ],
)
def test_each_operator_has_its_replacement(source, expected):
    assert changes(source) == expected


def test_flow_is_mutated():
    source = (
        "def f(x):\n    for a in x:\n        if a:\n            break\n"
        "        continue\n    return x\n"
    )
    assert changes(source) == [
        "for a in ():",
        "if (not (a)):",
        "continue",
        "break",
        "return None",
    ]


def test_a_lambda_and_its_conditions_are_mutated():
    assert changes("f = lambda a: a if g(a) else b") == [
        "f = lambda a: None",
        "f = lambda a: a if (not (g(a))) else b",
    ]
    assert changes("a = [b for b in c if d(b)]") == ["a = [b for b in c if (not (d(b)))]"]


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring with 1 + 1."""',
        'a = "text" + b',
        'a = "%d of %d" % b',
        'a = f"{b + 1}"',
        'raise ValueError(f"{a}" if a > 1 else b - 1)',
        'warnings.warn("text", stacklevel=2)',
        "a: Literal[1]",
        "def f(a: Literal[1]) -> Literal[2]: pass",
        "if TYPE_CHECKING:\n    a = 1",
        'if __name__ == "__main__":\n    a = 1',
        "def f():\n    return None",
        "import a",
    ],
)
def test_texts_annotations_and_errors_are_left_alone(source):
    assert changes(source) == []


def test_the_message_of_an_assert_is_left_alone_but_not_its_condition():
    assert changes("assert a > b, 1 + 1") == ["assert a >= b, 1 + 1"]


def test_an_operator_is_found_between_comments_and_parentheses():
    source = "a = (\n    (b)  # not this +\n    * (c)\n)\n"
    (mutant,) = find_mutants(source.encode(), "a.py")
    assert mutant.apply(source.encode()) == source.replace("* (c)", "/ (c)").encode()
    assert (mutant.line, mutant.before, mutant.after) == (3, "* (c)", "/ (c)")


def test_positions_count_bytes_so_that_other_letters_do_no_harm():
    source = 'a = {"é": b + c}  # ü\n'
    (mutant,) = find_mutants(source.encode(), "a.py")
    assert mutant.apply(source.encode()).decode() == 'a = {"é": b - c}  # ü\n'


def test_a_mutant_shows_its_place_and_both_lines():
    (mutant,) = find_mutants(b"\na = b + c  # exercise\n", "pkg/a.py")
    assert str(mutant) == "pkg/a.py:2: a = b + c -> a = b - c"


def test_the_scope_is_the_innermost_function_and_zero_at_import():
    source = (
        "A = 2\n@d(3)\ndef f(a=4):\n    b = 5\n    def g():\n        return 6\n"
        "    return lambda: 7\n"
    )
    found = find_mutants(source.encode(), "a.py")
    scopes = {m.after: m.scope for m in found}
    assert scopes["A = 3"] == scopes["@d(4)"] == scopes["def f(a=5):"] == 0
    assert scopes["b = 6"] == 2
    assert scopes["return 7"] == 5
    assert scopes["return lambda: 8"] == 7


def test_what_python_cannot_compile_is_no_mutant():
    assert changes("match a:\n    case -1:\n        b") == ["case -0:"]
