"""A tiny curriculum in a temporary folder: two topics in the real format, one on the other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scratchtools import learner
from scratchtools.grade import run_tests
from scratchtools.topics import load_topics

PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.26"]
build-backend = "hatchling.build"

[project]
name = "{name}"
version = "0.1.0"
description = "{name} for the tests of the tools."
readme = "README.md"
requires-python = ">=3.11"
license = "MIT"
dependencies = [{dependencies}]

[tool.topic]
module = 0
hours = 1
{optional}
"""

ADDING = '''\
"""Sums."""

FACTOR = 2


def add(a, b):  # exercise
    """Return the sum of a and b."""
    # a comment that tells
    return a + b


class Counter:
    """Count upwards."""

    def __init__(self):
        self.count = 0

    def step(self, by=1):  # exercise
        """Add `by` and return the count."""
        self.count = add(self.count, by)
        return self.count
'''

TEST_ADD = '''\
"""Add two numbers"""

import pytest

from t01_adding import add


@pytest.mark.parametrize(("a", "b", "total"), [(1, 2, 3), (5, -7, -2)])
def test_the_sum_is_exact(a, b, total):
    got = add(a, b)
    assert got == total, f"add({a}, {b}) is {got}, expected {total}. next: scratch hint t01 add"
'''

TEST_COUNT = '''\
"""Count upwards"""

from t01_adding import Counter


def test_a_counter_counts_its_steps():
    counter = Counter()
    assert [counter.step(), counter.step(3)] == [1, 4], "step adds `by` to the count"
'''

HINTS = """\
# Hints

## add

**Failure mode:** `add(1, 2)` gives 12 when the numbers are joined as text.

### 1

What is 1 and 2 together?

### 2 Use the operator

The sum of 1 and 2 is 3: Python writes it `1 + 2`.

### 3

`return a + b`, so that 5 and -7 give -2.

## Counter.step

**Failure mode:** the second step starts
from 0 again.

### 1

Where does the count of 4 stay between two calls?

### 2

After steps of 1 and 3 `self.count` is 4.

### 3

Assign `add(self.count, by)` to `self.count`; 1 and 3 give 4.
"""

QUESTIONS = """\
# Questions

## Why is a sum of floats not associative?

<details><summary>Answer</summary>

Every addition rounds.

</details>
"""

DOUBLING = '''\
"""Doubles, made of sums."""

from t01_adding import add


def double(a):  # exercise
    """Return twice a."""
    return add(a, a)
'''

TEST_DOUBLE = '''\
"""Double a number"""

from t02_doubling import double


def test_a_double_is_twice_the_number():
    assert double(4) == 8, "double(4) is 8"
'''


class Tree:
    """The fake repository, with what tests do to it."""

    def __init__(self, root: Path, scratch) -> None:
        self.root, self.run, self.json = root, scratch.run, scratch.json
        self.learn = root / "learn"

    @property
    def topics(self):
        return load_topics(self.root)

    @property
    def own(self) -> Path:
        """The learner's file of the first topic."""
        return self.learn / "t01-adding/src/t01_adding/adding.py"

    @property
    def reference(self) -> Path:
        return self.root / "packages/t01-adding/src/t01_adding/adding.py"

    def solve(self, name: str = "t01-adding") -> None:
        """Write the reference over the learner's files."""
        for path in (self.root / "packages" / name / "src").rglob("*.py"):
            target = self.learn / name / path.relative_to(self.root / "packages" / name)
            target.write_text(path.read_text())

    def write(self, text: str) -> None:
        """Make `text` the learner's file of the first topic."""
        self.own.write_text(text)

    def verified(self, name: str = "t01-adding") -> None:
        """Record a verification without running the tests (they are tested elsewhere)."""
        topic = self.topics[name[:3]]
        workspace = learner.Workspace.open(self.root)
        if not workspace.folder(topic).exists():
            workspace.start(topic)
        self.solve(name)
        workspace.record_verification(topic, workspace.fingerprints(topic), passed=True, counts={})


def write_topic(root: Path, name: str, files: dict[str, str], *, needs: str = "", extra: str = ""):
    package = name.replace("-", "_")
    folder = root / "packages" / name
    dependencies = f'"{needs}"' if needs else '"numpy>=2.0"'
    contents = {
        "pyproject.toml": PYPROJECT.format(name=name, dependencies=dependencies, optional=extra),
        "README.md": f"# {name[:3]} · {name[4:].title()}\n",
        "hints.md": HINTS,
        "questions.md": QUESTIONS,
        **{key.replace("PACKAGE", f"src/{package}"): text for key, text in files.items()},
    }
    for path, text in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.fixture
def tree(tmp_path, monkeypatch, scratch) -> Tree:
    root = tmp_path / "curriculum"
    (root / "shared" / "scratchcore").mkdir(parents=True)
    write_topic(
        root,
        "t01-adding",
        {
            "PACKAGE/__init__.py": "from t01_adding.adding import Counter, add\n",
            "PACKAGE/adding.py": ADDING,
            "tests/test_1_add.py": TEST_ADD,
            "tests/test_2_count.py": TEST_COUNT,
        },
    )
    write_topic(
        root,
        "t02-doubling",
        {
            "PACKAGE/__init__.py": "from t02_doubling.doubling import double\n",
            "PACKAGE/doubling.py": DOUBLING,
            "tests/test_1_double.py": TEST_DOUBLE,
        },
        needs="t01-adding",
    )
    write_topic(root, "t03-extra", {"PACKAGE/__init__.py": "\n"}, extra="optional = true")
    monkeypatch.setenv("SCRATCH_ROOT", str(root))
    monkeypatch.delenv("SCRATCH_LEARN", raising=False)
    monkeypatch.chdir(root)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return Tree(root, scratch)


@pytest.fixture
def grade(tree):
    """Grade the learner's file of t01; `text` replaces it, `body` replaces the body of add."""
    tree.json("start", "t01")
    tree.solve()
    good = tree.own.read_text()

    def run(text=None, *, body=None, first="", **options):
        if text is None:
            text = first + good
        if body is not None:
            text = text.replace("    return a + b", body)
        tree.write(text)
        return run_tests(tree.topics["t01"], tree.learn / "t01-adding/src", **options)

    return run
