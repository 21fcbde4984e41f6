"""`scratch mutate` on a small topic: what its tests notice and what they miss."""

import json
import sys

import pytest
from scratchtools import mutate_run, mutate_worker
from scratchtools.mutants import Mutant
from scratchtools.mutate_run import Coverage, mutants_of, mutation
from scratchtools.units import Unit

SOURCE = """\
LIMIT = 3


def add(a, b):
    return a + b


def count(n):
    steps = 0
    while n > 0:
        n -= 2
        steps += 1
    return steps


def cached(x, *, table={}):
    if x not in table:
        table[x] = x * 2
    return table[x]


def unseen(x):
    return x - 1


def in_a_process(x):
    return x * 3
"""
TESTS = """\
import subprocess
import sys

import pytest
from t01_alpha.parts import LIMIT, add, cached, count, in_a_process


@pytest.fixture(scope="module")
def shared():
    return add(2, 3)


def test_zero_plus_zero():
    assert add(0, 0) == 0


def test_sum(shared):
    assert shared == 5


def test_sum_again(shared):
    assert shared == 5


def test_count():
    assert count(3) == 2


def test_cached():
    assert cached(3) == 6


def test_process():
    code = "from t01_alpha.parts import in_a_process as f; assert f(2) == 6"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_limit():
    assert LIMIT == 3


@pytest.mark.oracle
def test_not_run_because_of_its_marker():
    raise AssertionError
"""


@pytest.fixture(scope="module")
def judged(shared_tree):
    """Every mutant of the small topic with what the tests said."""
    folder = shared_tree.root / "packages" / "t01-alpha"
    file = shared_tree.write("packages/t01-alpha/src/t01_alpha/parts.py", SOURCE)
    shared_tree.write("packages/t01-alpha/src/t01_alpha/__init__.py", "")
    shared_tree.write("packages/t01-alpha/src/t01_alpha/figures.py", "SIZE = 1 + 1\n")
    shared_tree.write("packages/t01-alpha/tests/test_1_parts.py", TESTS)
    unit = Unit("t01", folder, "t01_alpha", ())
    patch = pytest.MonkeyPatch()
    patch.setattr(mutate_run, "HANGS", 0.5)
    patch.setattr(mutate_run, "WARM", ("pytest", "scratchtools.mutate_plugin"))
    with mutation(unit, workers=2, slow=False) as running:
        verdicts = running.judge_all(mutants_of(unit), lambda _: None)
        assert len(running.coverage.by_function["t01_alpha/parts.py", 4]) == 3
    patch.undo()
    assert file.read_text(encoding="utf-8") == SOURCE
    return {verdict.mutant.after: verdict for verdict in verdicts}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a process per mutant takes minutes")
class TestJudgement:
    def test_a_change_that_a_test_notices_is_killed_by_it(self, judged):
        assert judged["return a - b"].outcome == "killed"
        assert "test_sum" in judged["return a - b"].test
        assert judged["LIMIT = 4"].outcome == "killed"

    def test_an_endless_loop_is_a_timeout(self, judged):
        assert judged["n += 2"].outcome == "timeout"
        assert judged["n += 2"].test.endswith("::test_count")

    def test_a_change_that_no_test_notices_survives(self, judged):
        assert judged["while n > 1:"].alive is False
        assert judged["if x in table:"].alive is False
        assert judged["while n >= 0:"].alive is True

    def test_code_that_no_test_runs_is_tried_by_tests_that_start_processes(self, judged):
        assert judged["return x + 1"].outcome == "survived"

    def test_code_that_runs_in_a_process_of_a_test_is_judged(self, judged):
        assert judged["return x / 3"].outcome == "killed"
        assert judged["return x / 3"].test.endswith("::test_process")

    def test_pictures_are_not_mutated(self, judged):
        assert not any("SIZE" in after for after in judged)


def mutant(scope: int) -> Mutant:
    return Mutant("a.py", 1, scope, 0, 1, b"", "", "")


def coverage(**calls) -> Coverage:
    durations = {"slow": 2.0, "quick": 0.1, "other": 0.5, "starter": 1.0}
    found = {"tests": {}, "at_import": [], "starters": []} | calls
    return Coverage(durations, found)


def test_tests_that_call_the_function_run_first_the_quick_before_the_slow():
    found = coverage(tests={"slow": [["a.py", 4]], "quick": [["a.py", 4]], "other": [["a.py", 9]]})
    assert found.order(mutant(4)) == ["quick", "slow"]


def test_a_killer_moves_to_the_front_for_its_neighbours():
    found = coverage(tests={"slow": [["a.py", 4]], "quick": [["a.py", 4]]})
    found.learn(mutate_run.Verdict(mutant(4), "killed", "slow"))
    assert found.order(mutant(4)) == ["slow", "quick"]


def test_what_runs_at_import_is_judged_by_every_test_those_of_the_file_first():
    found = coverage(
        tests={"slow": [["a.py", 4]], "other": [["a.py", 9]], "quick": [["b.py", 1]]},
        at_import=[["a.py", 4]],
    )
    assert found.order(mutant(0)) == ["other", "slow", "quick", "starter"]
    assert found.order(mutant(4)) == ["other", "slow", "quick", "starter"]
    assert found.order(mutant(9)) == ["other"]


def test_tests_that_start_processes_come_last():
    found = coverage(tests={"slow": [["a.py", 4]]}, starters=["starter"])
    assert found.order(mutant(4)) == ["slow", "starter"]


@pytest.mark.slow
@pytest.mark.parametrize(("value", "failures"), [(1, 0), (2, 1)])
def test_without_fork_a_job_runs_in_a_new_process(tmp_path, value, failures):
    test = tmp_path / "test_a.py"
    test.write_text(f"def test_a():\n    assert {value} == 1\n", encoding="utf-8")
    request = {
        "do": "times",
        "arguments": ["--import-mode=importlib", str(test)],
        "foreign": [],
        "cache": str(tmp_path / "cache"),
        "output": str(tmp_path / "out.txt"),
        "result": str(tmp_path / "result.json"),
        "seconds": 60,
    }
    assert mutate_worker._run_process(request) == 0
    found = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert len(found["durations"]) == 1 and len(found["failures"]) == failures


@pytest.mark.slow
def test_failing_tests_stop_the_command_and_are_named(tree):
    tree.write("packages/t01-alpha/src/t01_alpha/__init__.py", "A = 1\n")
    test = "import t01_alpha\ndef test_wrong():\n    assert t01_alpha.A == 2\n"
    tree.write("packages/t01-alpha/tests/test_1.py", test)
    found = tree.json("mutate", "t01", code=1)
    assert "must pass before" in found["error"] and "::test_wrong" in found["error"]


def test_the_report_counts_judges_and_lists_survivors(tree, monkeypatch):
    from scratchtools import mutate

    text = "def f(a, b):\n    return a + b\n"
    tree.write("packages/t01-alpha/src/t01_alpha/__init__.py", text)

    def some_survive(unit, sample, seed, only, *, slow, workers):
        first, second = mutants_of(unit)
        return [mutate_run.Verdict(first, "killed", "x"), mutate_run.Verdict(second, "survived")]

    monkeypatch.setattr(mutate, "run", some_survive)
    result = tree.run("mutate", "t01", "--json")
    assert result.exit_code == 1
    (unit,) = json.loads(result.stdout)["units"]
    assert (unit["mutants"], unit["killed"], unit["survived_percent"]) == (2, 1, 50.0)
    plain = tree.run("mutate", "t01")
    place = "t01-alpha/src/t01_alpha/__init__.py:2: return a + b -> return a - b"
    assert place in plain.output
    assert "1 of 2 mutants survived (50.0 %, allowed 10 %)" in plain.output


def test_nothing_to_mutate_is_an_error(tree):
    result = tree.run("mutate", "t02")
    assert result.exit_code == 2 and "nothing to mutate" in result.output
