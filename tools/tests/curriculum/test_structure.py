"""Every rule of `scratch validate` about structure: break it, and read what is said."""

from __future__ import annotations

import pytest
from scratchtools.order import cycles

ALPHA = "packages/t01-alpha"
BETA = "packages/t02-beta"
PROJECT = f"{BETA}/pyproject.toml"
COLUMNS = f"{BETA}/src/t02_beta/columns.py"
STEP = f"{BETA}/tests/test_1_center.py"
ON_ALPHA = '"t01-alpha{env:SCRATCH_PIN: @ {root:parent:uri}/t01-alpha}"'


def test_a_fresh_template_has_no_findings(tree):
    assert tree.structure() == []


# order and cycles


def test_a_later_topic_is_no_prerequisite(tree):
    tree.needs(ALPHA, '"t02-beta{env:SCRATCH_PIN: @ {root:parent:uri}/t02-beta}"')
    findings = tree.structure()
    where = f"{ALPHA}/pyproject.toml:12: order"
    assert findings.say(where, "t01 needs t02: a topic builds on earlier topics only")


def test_a_missing_topic_is_no_prerequisite(tree):
    tree.needs(BETA, '"t07-lost{env:SCRATCH_PIN: @ {root:parent:uri}/t07-lost}"')
    assert tree.structure().say("order: t02 needs t07, which does not exist or cannot be read")


def test_topics_that_need_each_other_are_a_cycle(tree):
    tree.needs(BETA, ON_ALPHA)
    tree.needs(ALPHA, '"t02-beta{env:SCRATCH_PIN: @ {root:parent:uri}/t02-beta}"')
    assert tree.structure().say(f"{ALPHA}/", "cycle: topics need each other: t01 -> t02 -> t01")


def test_modules_go_up_with_the_numbers(tree):
    tree.edit(f"{ALPHA}/pyproject.toml", "module = 0", "module = 2")
    assert tree.structure().say(f"{PROJECT}:", "module 0 comes after a topic of module 2")


def test_the_last_module_is_optional_and_no_other(tree):
    tree.edit(f"{ALPHA}/pyproject.toml", "hours = 6", "hours = 6\noptional = true")
    tree.edit(PROJECT, "module = 0", "module = 5")
    findings = tree.structure()
    assert findings.say(ALPHA, "a topic of module 0 must not be optional (only module 5 is)")
    assert findings.say(BETA, "a topic of module 5 must be optional (only module 5 is)")


def test_every_cycle_is_found_once():
    graph = {"a": ["b"], "b": ["c", "a"], "c": ["a"], "d": ["a"], "e": ["e"]}
    assert sorted(cycles(graph)) == [["a", "b", "a"], ["a", "b", "c", "a"], ["e", "e"]]


@pytest.mark.parametrize(
    "line", ["from t02_beta.rows import rows", "from .rows import rows", "import t02_beta.rows"]
)
def test_modules_that_import_each_other_are_a_cycle(tree, line):
    tree.edit(COLUMNS, "import numpy as np\n", f"import numpy as np\n\n{line}\n")
    rows = (
        "from t02_beta.columns import beta_center\n\n\ndef rows(x):\n    return beta_center(x.T)\n"
    )
    tree.write(f"{BETA}/src/t02_beta/rows.py", rows)
    way = "t02_beta.columns -> t02_beta.rows -> t02_beta.columns"
    assert tree.structure().say(f"{COLUMNS}:1: cycle: modules import each other: {way}")


def test_a_module_that_imports_its_own_package_is_a_cycle(tree):
    tree.edit(COLUMNS, "import numpy as np\n", "import numpy as np\n\nimport t02_beta\n")
    assert tree.structure().say("cycle", "t02_beta -> t02_beta.columns -> t02_beta")


def test_an_import_inside_a_function_or_for_types_is_no_cycle(tree):
    lazily = "    from t02_beta import beta_center as again\n"
    tree.append(COLUMNS, f"\n\ndef late(x):\n{lazily}    return again(x)\n")
    types = "\n\nif TYPE_CHECKING:\n    from t02_beta import beta_scale as other\n"
    tree.append(COLUMNS, f"{types}")
    tree.edit(COLUMNS, "import numpy", "from typing import TYPE_CHECKING\n\nimport numpy")
    assert tree.structure() == []


# files


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("README.md", "what the topic is about"),
        ("hints.md", "three hints for each exercise"),
        ("questions.md", "five interview questions or more"),
        ("tests/test_1_center.py", "the first graded step"),
        ("benchmarks", "the timed cases"),
        ("traps", "wrong versions that the tests must catch"),
        ("src/t02_beta/__init__.py", "the public names"),
    ],
)
def test_a_missing_file_is_named_with_its_purpose(tree, path, purpose):
    tree.remove(f"{BETA}/{path}")
    place = f"{BETA}/{path.split('.')[0][:10]}"
    assert tree.structure().say(place, f"missing: add it ({purpose})")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("notes.md", "unexpected: nothing in a topic package has this place or name"),
        ("tests/helpers.py", "unexpected: nothing in a topic package"),
        ("tests/deep/test_x.py", "unexpected: nothing in a topic package"),
        ("tests/__init__.py", "remove it: tests are imported by path"),
        ("traps/deep/x.py", "unexpected: nothing in a topic package"),
        ("benchmarks/speed.py", "unexpected: nothing in a topic package"),
        ("src/other/x.py", "unexpected: src/t02_beta/ holds Python files and data"),
        ("src/t02_beta/model.pkl", "unexpected: src/t02_beta/ holds Python files and data"),
        ("metrics.md", "only a topic with targets has this"),
        ("src/t02_beta/milestone.py", "only a topic with targets has this"),
    ],
)
def test_an_unexpected_file_is_refused(tree, path, message):
    tree.write(f"{BETA}/{path}", "")
    assert tree.structure().say(f"{BETA}/{path}:1: files: {message}")


@pytest.mark.parametrize(
    "path",
    [
        "src/t02_beta/iris.csv",
        "src/t02_beta/deep/more.py",
        "tests/conftest.py",
        "tests/test_data.py",
        "tests/data/numbers.npz",
        "src/t02_beta/__pycache__/x.cpython-311.pyc",
        "src/t02_beta.egg-info/PKG-INFO",
        ".hypothesis/examples/1",
    ],
)
def test_data_further_tests_and_left_overs_are_allowed(tree, path):
    tree.write(f"{BETA}/{path}", "")
    assert tree.structure() == []


def test_a_topic_with_targets_has_a_milestone(tree):
    table = "[tool.topic.milestone]\nseeds = [0]\n[tool.topic.milestone.targets]\nx.min = 1\n"
    tree.append(PROJECT, table)
    milestone = f"{BETA}/src/t02_beta/milestone.py"
    assert tree.structure().say(f"{milestone}:1: files: missing: add it (the milestone's run)")
    tree.write(milestone, "def run(*, seed, smoke):\n    return {}\n")
    tree.write(f"{BETA}/metrics.md", "# Metrics\n")
    assert tree.structure() == []


def test_an_oracle_extra_asks_for_oracle_tests(tree):
    tree.edit(PROJECT, "test = [", 'oracle = ["torch"]\ntest = [')
    assert tree.structure().say(f"{BETA}/tests/test_oracle.py:1: files: missing")


# graded steps


def test_steps_are_numbered_without_gaps(tree):
    tree.remove(STEP)
    message = "step 2 is in place 1: number the steps 1, 2, 3 ..."
    assert tree.structure().say(f"{BETA}/tests/test_2_scale.py:1: steps: {message}")


def test_a_step_has_a_title(tree):
    tree.edit(STEP, '"""Centre every column."""\n', "")
    assert tree.structure().say(f"{STEP}:1: steps: begin the file with a docstring")


def test_a_step_has_a_test(tree):
    tree.write(STEP, '"""Nothing."""\n')
    assert tree.structure().say(f"{STEP}:1: steps: has no test function: write one")


@pytest.mark.parametrize("mark", ["skip", "skipif", "xfail"])
def test_a_graded_test_is_never_skipped(tree, mark):
    tree.append(STEP, f"\n\n@pytest.mark.{mark}\ndef test_more():\n    pass\n")
    assert tree.structure().say(f"`{mark}` in a graded test: a learner must not pass by skipping")


def test_a_graded_test_needs_no_other_framework(tree):
    tree.edit(STEP, "import numpy", "import torch\nimport numpy")
    assert tree.structure().say(f"{STEP}:3: steps: a graded test cannot need torch")


def test_oracle_tests_are_marked(tree):
    tree.write(f"{BETA}/tests/test_oracle.py", '"""Against torch."""\n')
    assert tree.structure().say("test_oracle.py:1: steps: mark every test of the file")
