"""Every rule of `scratch lint` about code, and the programs for spelling and Markdown."""

from __future__ import annotations

import sys

import pytest
from scratchtools import wording
from scratchtools.content import lint

BETA = "packages/t02-beta"
CODE = f"{BETA}/src/t02_beta/columns.py"
STEP = f"{BETA}/tests/test_1_center.py"
HEAD = '"""Centre every column."""\n\nimport numpy as np\nimport pytest\n\n\n'
TOOL = "tools/src/scratchtools/some.py"


# assertions


@pytest.mark.parametrize(
    "body",
    [
        "assert_close(f(1), 2.0, name='f')",
        "np.testing.assert_allclose(f(1), g(1))",
        "assert f(1) == 2",
        "assert f(1) == [1.0, -2.5]",
        "assert f(1) == pytest.approx(g(1))",
        "assert np.allclose(f(1), g(1))",
        "assert abs(f(1) - g(1)) < 1e-9",
    ],
)
@pytest.mark.usefixtures("unworded")
def test_a_comparison_by_value_is_a_numeric_assertion(tree, body):
    tree.write(STEP, f"{HEAD}def test_it():\n    {body}\n    assert np.shape(f(1)) == ()\n")
    assert tree.lint() == []


@pytest.mark.parametrize(
    "body",
    [
        "assert f(1) is not None",
        "assert f(1).shape == (3, 5)",
        "assert len(f(1)) == 3",
        "assert f(1) < 0.01",
        "assert f(1) == g(1)",
        "assert np.isfinite(f(1)).all()",
        "pass",
    ],
)
@pytest.mark.usefixtures("unworded")
def test_a_shape_a_bound_or_existence_is_no_numeric_assertion(tree, body):
    tree.write(STEP, f"{HEAD}def test_it():\n    {body}\n")
    assert tree.lint().say(f"{STEP}:1: numeric-assertion: no test compares a number")


@pytest.mark.usefixtures("unworded")
def test_a_property_test_is_no_deterministic_assertion(tree):
    tree.write(STEP, f"{HEAD}@given(floats())\ndef test_it(x):\n    assert f(x) == 2\n")
    assert tree.lint().say(f"{STEP}:1: numeric-assertion")


@pytest.mark.usefixtures("unworded")
def test_a_test_may_assert_through_a_function_of_its_file(tree):
    check = "def check(x):\n    deeper(x)\n\n\ndef deeper(x):\n    assert x == 2\n\n\n"
    shape = "    assert f(1).shape == ()\n"
    tree.write(STEP, f"{HEAD}{check}def test_it():\n    check(f(1))\n{shape}")
    assert tree.lint() == []


@pytest.mark.usefixtures("unworded")
def test_a_topic_asserts_a_shape(tree):
    message = 'f"4 rows and 2 columns go in, {centred.shape} came out"'
    tree.edit(STEP, f"    assert centred.shape == (4, 2), {message}\n", "")
    assert tree.lint().say(f"{STEP}:1: shape-assertion: no graded test asserts a shape")


@pytest.mark.parametrize(
    "call",
    ["np.random.default_rng()", "np.random.rand(3)", "numpy.random.seed(0)", "random.random()"],
)
@pytest.mark.usefixtures("unworded")
def test_graded_tests_are_the_same_in_every_run(tree, call):
    tree.append(STEP, f"\n\ndef test_more():\n    assert {call} == 1\n")
    assert tree.lint().say(f"{STEP}:3", "deterministic", "differs from run to run")


# style


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sys.path.insert(0, '..')", "sys-path: edits sys.path: install the package"),
        ("sys.path += ['..']", "sys-path: edits sys.path"),
        ("sys.path[:0] = ['..']", "sys-path: edits sys.path"),
        ("from numpy import *", "star-import: import the names you use from numpy, not *"),
        ("np.random.seed(0)", "global-seed: sets NumPy's global state: take `rng:"),
        ("print(1)", "print: library code does not print"),
        ("try:\n    import x\nexcept ImportError:\n    x = None", "hidden-import: hides a missing"),
        ("try:\n    f()\nexcept Exception:\n    pass", "broad-except: catches everything (Exc"),
        ("try:\n    f()\nexcept:\n    pass", "broad-except: catches everything (bare except)"),
    ],
)
@pytest.mark.usefixtures("unworded")
def test_a_fault_of_style_is_found(tree, line, message):
    tree.append(CODE, f"\n\n{line}\n")
    number = 21 + ("except" in line) * line.split("except")[0].count("\n")
    assert tree.lint().say(f"{CODE}:{number}: {message}")


@pytest.mark.usefixtures("unworded")
def test_tools_may_print_and_an_error_may_be_raised_on(tree):
    tree.write(TOOL, "print(1)\ntry:\n    f()\nexcept Exception:\n    pass\n")
    again = (
        "try:\n    import x\nexcept ImportError as error:\n    raise ImportError('y') from error\n"
    )
    tree.append(CODE, f"\n\n{again}")
    assert tree.lint() == []


@pytest.mark.usefixtures("unworded")
def test_a_file_stays_under_300_lines(tree):
    tree.write(TOOL, "x = 1\n" * 299)
    assert tree.lint() == []
    tree.write(TOOL, "x = 1\n" * 300)
    assert tree.lint().say(f"{TOOL}:300: file-length: 300 lines: split the file")


@pytest.mark.usefixtures("unworded")
def test_a_function_stays_under_40_lines_of_code(tree):
    documented = '    """One.\n\n    Two.\n    """\n'
    tree.write(TOOL, f"x = 1\n\n\ndef f():\n{documented}" + "    x = 1\n" * 38)
    assert tree.lint() == []
    tree.append(TOOL, "    x = 1\n")
    assert tree.lint().say(f"{TOOL}:4: function-length: f has 40 lines of code: split it")


# spelling and Markdown, by the real programs


def test_spelling_and_markdown_are_checked_with_place_and_advice(empty):
    empty.write("README.md", "# A\n\nRight.\n\n### Teh end\n\nRight.\n")
    empty.write("tools/x.py", "# recieve\n")
    findings = empty.lint()
    assert findings.say("README.md:5: spelling: Teh ==> The; correct it, or add the word to")
    assert findings.say("tools/x.py:1: spelling: recieve ==> receive")
    assert findings.say("README.md:5: markdown: MD001: Heading levels should only increment")
    assert len(findings) == 3


def test_only_files_that_passed_are_not_read_again(empty, monkeypatch):
    asked = []
    run = wording._run
    monkeypatch.setattr(
        wording,
        "_run",
        lambda program, names, sources: asked.append(names) or run(program, names, sources),
    )
    empty.write("good.md", "# A\n")
    empty.write("bad.md", "# Teh\n")
    empty.write("learn/x.md", "# Teh\n")
    for _ in range(2):
        assert len(lint(empty.root)) == 1
    core = "shared/scratchcore/src/scratchcore/__init__.py"
    assert sorted(asked) == [["bad.md"], ["bad.md", "good.md"], ["bad.md", "good.md", core]]


def test_a_checker_that_cannot_run_is_an_error_not_a_pass(empty, monkeypatch):
    monkeypatch.setattr(sys, "executable", sys.executable)
    broken = wording.Program(
        "spelling",
        "codespell",
        ("-c", "raise SystemExit('no disk')"),
        wording.SPELLING.fault,
        (0,),
        "",
    )
    monkeypatch.setattr(wording, "SPELLING", broken)
    document = empty.json("lint", code=1)
    assert (document["ok"], document["error"]) == (False, "codespell failed: no disk")


def test_a_missing_checker_is_an_error_with_a_fix(empty, monkeypatch):
    missing = wording.Program("spelling", "no-such-checker", (), wording.SPELLING.fault, (0,), "")
    monkeypatch.setattr(wording, "SPELLING", missing)
    document = empty.json("lint", code=1)
    assert document["error"] == "no-such-checker is not installed"
    assert document["fix"].endswith("-m pip install no-such-checker")
