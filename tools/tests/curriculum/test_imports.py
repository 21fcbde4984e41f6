"""What packages import is what they declare: every rule about imports, broken once."""

from __future__ import annotations

import ast

from scratchtools.imports import imports_of

ALPHA = "packages/t01-alpha"
BETA = "packages/t02-beta"
PROJECT = f"{BETA}/pyproject.toml"
COLUMNS = f"{BETA}/src/t02_beta/columns.py"
STEP = f"{BETA}/tests/test_1_center.py"
ON_ALPHA = '"t01-alpha{env:SCRATCH_PIN: @ {root:parent:uri}/t01-alpha}"'


def test_an_undeclared_import_in_src_is_found(tree):
    tree.edit(COLUMNS, "import numpy as np\n", "import numpy as np\nimport scipy.linalg\n")
    message = "scipy is imported but not declared: add it to `dependencies` in pyproject.toml"
    assert tree.structure().say(f"{COLUMNS}:4: imports: {message}")


def test_an_earlier_topic_has_to_be_declared(tree):
    tree.edit(COLUMNS, "import numpy as np\n", "import numpy as np\nimport t01_alpha\n")
    assert tree.structure().say("t01_alpha is imported but not declared")
    tree.needs(BETA, ON_ALPHA)
    assert tree.structure() == []


def test_a_later_topic_is_never_imported(tree):
    code = f"{ALPHA}/src/t01_alpha/columns.py"
    tree.edit(code, "import numpy as np\n", "import numpy as np\nimport t02_beta\n")
    message = "t02-beta is a later topic than t01: topics import only earlier ones"
    assert tree.structure().say(f"{code}:4: imports: {message}")


def test_a_stranger_with_a_topics_name_is_refused(tree):
    tree.edit(COLUMNS, "import numpy as np\n", "import numpy as np\nimport t01_other_thing\n")
    message = "t01_other_thing is imported but not declared"
    assert tree.structure().say(message)


def test_a_declared_package_that_nothing_imports_is_found(tree):
    tree.needs(BETA, ON_ALPHA)
    message = "t01-alpha is declared in `dependencies` but nothing there imports it: remove it"
    assert tree.structure().say(f"{PROJECT}:12: imports: {message}")


def test_tests_declare_what_they_import(tree):
    tree.edit(STEP, "import numpy as np\n", "import hypothesis\nimport numpy as np\n")
    message = "hypothesis is imported but not declared: add it to the extra `test`"
    assert tree.structure().say(f"{STEP}:3: imports: {message}")
    tree.edit(PROJECT, '"pytest>=8",', '"pytest>=8",\n  "hypothesis>=6",')
    assert tree.structure() == []


def test_a_test_extra_that_no_test_imports_is_found(tree):
    tree.edit(PROJECT, '"pytest>=8",', '"pytest>=8",\n  "hypothesis>=6",')
    assert tree.structure().say("hypothesis is declared in `test` but nothing there imports it")


def test_an_extra_does_not_repeat_a_dependency(tree):
    tree.edit(PROJECT, '"pytest>=8",', '"pytest>=8",\n  "numpy>=2",')
    assert tree.structure().say("numpy is in `dependencies` already: remove it from the extra")


def test_oracles_and_benchmarks_use_the_oracle_extra(tree):
    oracle = f"{BETA}/tests/test_oracle.py"
    text = '"""Against it."""\n\nimport pytest\nimport sklearn\n\npytestmark = pytest.mark.oracle\n'
    tree.write(oracle, text)
    assert tree.structure().say(f"{oracle}:4", "add it to the extra `oracle` in pyproject.toml")
    tree.edit(PROJECT, "test = [", 'oracle = ["scikit-learn>=1.5"]\ntest = [')
    tree.edit(f"{BETA}/benchmarks/bench_columns.py", "import numpy", "import sklearn\nimport numpy")
    assert tree.structure() == []
    tree.edit(STEP, "import numpy", "import sklearn\nimport numpy")
    assert tree.structure().say(f"{STEP}:3", "sklearn is imported but not declared")


def test_a_benchmark_declares_what_it_imports(tree):
    bench = f"{BETA}/benchmarks/bench_columns.py"
    tree.edit(bench, "import numpy", "import jax\nimport numpy")
    assert tree.structure().say(f"{bench}:3", "add it to the extra `oracle` or `bench`")
    tree.edit(PROJECT, "test = [", 'bench = ["jax"]\ntest = [')
    assert tree.structure() == []


def test_an_extra_is_imported_inside_functions_only(tree):
    figures = f"{BETA}/src/t02_beta/figures.py"
    tree.edit(PROJECT, "test = [", 'plot = ["matplotlib>=3.9"]\ntest = [')
    assert tree.structure().say("matplotlib is declared in `plot` but nothing there imports it")
    inside = "def figures(rng):\n    from matplotlib.figure import Figure\n\n    return Figure()\n"
    tree.write(figures, inside)
    assert tree.structure() == []
    tree.write(figures, "from matplotlib.figure import Figure\n\n\ndef figures(rng):\n    pass\n")
    message = "matplotlib comes with an extra only: import it inside the function that uses it"
    assert tree.structure().say(f"{figures}:1: imports: {message}")


def test_packages_of_this_repository_are_required_by_place(tree):
    tree.needs(BETA, '"t01-alpha>=0.1"')
    tree.edit(COLUMNS, "import numpy", "import t01_alpha\nimport numpy")
    right = ON_ALPHA.strip('"')
    assert tree.structure().say("requirement: write 't01-alpha>=0.1' as", right)
    tree.edit(PROJECT, "/shared/scratchcore", "/scratchcore")
    assert tree.structure().say("requirement", "{root:parent:parent:uri}/shared/scratchcore}")


def test_imports_know_their_line_and_whether_they_are_lazy():
    found = imports_of(ast.parse("import a.b, c\ndef f():\n    from d import e\nfrom . import g\n"))
    assert [(i.module, i.line, i.lazy) for i in found] == [
        ("a.b", 1, False),
        ("c", 1, False),
        ("d.e", 3, True),
    ]
