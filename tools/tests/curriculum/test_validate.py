"""`scratch validate`: tests of references, the report, and that two runs agree."""

from __future__ import annotations

import json

import pytest
from scratchtools import validate
from scratchtools.grade import Outcome, TestResult
from scratchtools.topics import load_topics
from scratchtools.validate import run_reference

ALPHA = "packages/t01-alpha"
BETA = "packages/t02-beta"
CODE = f"{BETA}/src/t02_beta/columns.py"


def without_times(report: dict) -> dict:
    """Return a report without what differs between two runs."""
    plain = {key: value for key, value in report.items() if key not in ("time", "duration")}
    plain["topics"] = [
        {key: value for key, value in entry.items() if key != "duration"}
        for entry in report["topics"]
    ]
    return plain


@pytest.fixture
def outcomes(monkeypatch) -> dict[str, Outcome]:
    """Let the references have these outcomes (passed when not named), without running anything."""
    made: dict[str, Outcome] = {}
    asked: list[tuple] = []

    def fake(topic, overlay, leave_out):
        asked.append((topic.id, [path.parts[-2] for path in overlay], list(leave_out)))
        passed = Outcome(True, [TestResult("test_1_x.py::test_y", "test_1_x", "X", "passed")])
        return made.get(topic.id, passed)

    monkeypatch.setattr(validate, "run_reference", fake)
    made["asked"] = asked
    return made


@pytest.mark.slow
def test_two_runs_give_the_same_outcome(tree):
    tree.edit(CODE, "axis=0)  # (rows, columns)", "axis=0) + 1")
    tree.remove(f"{ALPHA}/traps/scale_by_zero.py")
    first, second = (tree.json("validate", code=1) for _ in range(2))
    assert without_times(first) == without_times(second)
    assert first["failed"] == ["t01", "t02"]
    assert [entry["tests"] for entry in first["topics"]] == [
        {"passed": 4, "failed": 0},
        {"passed": 1, "failed": 3},
    ]


def test_a_reference_runs_all_tests_but_those_left_out(tree):
    later = '"""More."""\n\nimport pytest\n\n\n@pytest.mark.slow\ndef test_slow():\n    assert 0\n'
    tree.write(f"{ALPHA}/tests/test_more.py", later + "\n\ndef test_quick():\n    assert 1\n")
    oracle = '"""Oracle."""\n\nimport lost\nimport pytest\n\npytestmark = pytest.mark.oracle\n'
    tree.write(f"{ALPHA}/tests/test_oracle.py", oracle + "\n\ndef test_other():\n    assert 0\n")
    topic = load_topics(tree.root)["t01"]
    outcome = run_reference(topic, [], ["slow", "oracle"])
    names = [result.id.partition("::")[2] for result in outcome.results]
    assert outcome.passed, outcome
    assert len(names) == 5
    assert "test_quick" in names


def test_the_slow_tests_run_when_asked(tree):
    slow = "import pytest\n\n\n@pytest.mark.slow\ndef test_slow():\n    assert 0, 'slow one'\n"
    tree.write(f"{ALPHA}/tests/test_more.py", slow)
    outcome = run_reference(load_topics(tree.root)["t01"], [], ["oracle"])
    assert [r.message.split("\n")[0] for r in outcome.results if r.outcome != "passed"] == [
        "slow one"
    ]


def test_the_report_says_what_was_run_and_with_what(tree, outcomes):
    report = tree.json("validate")
    assert list(report)[:4] == ["command", "ok", "schema", "time"]
    assert (report["ok"], report["schema"], report["scope"]) == (True, 1, "curriculum")
    assert report["tests_run"] is True
    assert {"python", "numpy", "platform", "scratchtools"} <= set(report["versions"])
    assert [entry["name"] for entry in report["topics"]] == ["t01-alpha", "t02-beta"]
    assert [entry["status"] for entry in report["topics"]] == ["passed", "passed"]
    assert json.loads((tree.root / ".validation_report.json").read_text()) == report
    assert [path.name for path in tree.root.glob(".validation_report*")] == [
        ".validation_report.json"
    ]


def test_a_failing_test_fails_its_topic_and_the_run(tree, outcomes):
    bad = TestResult("test_1_x.py::test_y", "test_1_x", "X", "failed", "at 0x7f00: wrong\nmore")
    outcomes["t02"] = Outcome(False, [bad])
    report = tree.json("validate", code=1)
    assert report["failed"] == ["t02"]
    (failure,) = report["topics"][1]["failures"]
    assert failure == {"test": "test_1_x.py::test_y", "message": "at 0x...: wrong\nmore"}
    shown = tree.run("validate").stdout.splitlines()
    assert shown[0] == "t02: test_1_x.py::test_y: at 0x...: wrong"
    assert shown[1].split() == ["topic", "structure", "tests", "time", "status"]
    assert shown[2].split() == ["t01-alpha", "ok", "1", "of", "1", "0.0", "s", "passed"]
    assert shown[3].split() == ["t02-beta", "ok", "0", "of", "1", "0.0", "s", "failed"]
    assert shown[4] == "validate: 1 of 2 topics passed; report in .validation_report.json"


def test_what_stopped_the_tests_is_a_failure(tree, outcomes):
    outcomes["t01"] = Outcome(False, problem="your code cannot be imported: x")
    entry = tree.json("validate", code=1)["topics"][0]
    assert entry["failures"] == [{"test": None, "message": "your code cannot be imported: x"}]


def test_structure_only_runs_no_tests(tree, outcomes):
    report = tree.json("validate", "--structure-only")
    assert outcomes["asked"] == []
    assert (report["tests_run"], report["topics"][0]["tests"]) == (False, None)
    tree.remove(f"{BETA}/hints.md")
    report = tree.json("validate", "--structure-only", code=1)
    (finding,) = report["topics"][1]["findings"]
    assert (finding["file"], finding["line"]) == (f"{BETA}/hints.md", 1)


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ([], ["slow", "oracle"]),
        (["--slow"], ["oracle"]),
        (["--oracle"], ["slow"]),
        (["--slow", "--oracle"], []),
    ],
)
def test_slow_and_oracle_tests_are_left_out_unless_asked_for(tree, outcomes, words, left_out):
    tree.json("validate", *words)
    assert [entry[2] for entry in outcomes["asked"]] == [left_out, left_out]


def test_a_topic_is_tested_with_its_prerequisites(tree, outcomes):
    on_alpha = '"t01-alpha{env:SCRATCH_PIN: @ {root:parent:uri}/t01-alpha}"'
    tree.edit(f"{BETA}/pyproject.toml", '["numpy>=2.0"]', f'["numpy>=2.0", {on_alpha}]')
    tree.edit(CODE, "import numpy", "import t01_alpha\nimport numpy")
    tree.json("validate", "--jobs", "1")
    assert [entry[:2] for entry in outcomes["asked"]] == [("t01", []), ("t02", ["t01-alpha"])]


def test_chosen_topics_are_judged_alone(tree, outcomes):
    tree.remove(f"{BETA}/hints.md")
    report = tree.json("validate", "t01")
    assert (report["scope"], [entry["id"] for entry in report["topics"]]) == ("topics", ["t01"])
    assert [entry[0] for entry in outcomes["asked"]] == ["t01"]
    assert tree.json("validate", "beta", code=1)["failed"] == ["t02"]


def test_faults_outside_of_topics_fail_the_whole(tree, outcomes):
    tree.write("shared/scratchcore/src/scratchcore/more.py", "def tensor(x):\n    return x\n")
    report = tree.json("validate", code=1)
    assert report["failed"] == []
    assert [finding["rule"] for finding in report["findings"]] == ["names"]
    assert "2 of 2 topics passed, 1 finding outside of topics" in tree.run("validate").stdout


# broken packages are reported, never a crash


def test_a_package_without_metadata_is_a_failed_topic(tree, outcomes):
    tree.remove(f"{ALPHA}/pyproject.toml")
    report = tree.json("validate", code=1)
    assert [(e["name"], e["status"]) for e in report["topics"]] == [
        ("t01-alpha", "failed"),
        ("t02-beta", "passed"),
    ]
    assert tree.run("validate", "t01").exit_code == 1


def test_a_syntax_error_is_a_failed_topic(tree):
    tree.edit(CODE, "def beta_scale(x):", "def beta_scale(x:")
    report = tree.json("validate", "t02", code=1)
    (entry,) = report["topics"]
    assert {finding["rule"] for finding in entry["findings"]} == {"syntax"}
    assert "cannot be imported" in entry["failures"][0]["message"]


def test_an_import_cycle_is_a_failed_topic(tree):
    tree.edit(CODE, "import numpy", "from t02_beta import beta_scale\nimport numpy")
    report = tree.json("validate", "t02", code=1)
    assert {finding["rule"] for finding in report["topics"][0]["findings"]} == {"cycle"}
    assert "cannot be imported" in report["topics"][0]["failures"][0]["message"]


def test_a_cycle_of_topics_is_two_failed_topics(tree, outcomes):
    for topic, other in ((ALPHA, "t02-beta"), (BETA, "t01-alpha")):
        pin = f'"{other}{{env:SCRATCH_PIN: @ {{root:parent:uri}}/{other}}}"'
        tree.edit(f"{topic}/pyproject.toml", '["numpy>=2.0"]', f'["numpy>=2.0", {pin}]')
    assert tree.json("validate", code=1)["failed"] == ["t01", "t02"]


def test_a_missing_prerequisite_is_a_failed_topic(tree, outcomes):
    pin = '"t07-lost{env:SCRATCH_PIN: @ {root:parent:uri}/t07-lost}"'
    tree.edit(f"{BETA}/pyproject.toml", '["numpy>=2.0"]', f'["numpy>=2.0", {pin}]')
    assert tree.json("validate", code=1)["failed"] == ["t02"]


def test_a_curriculum_without_topics_is_valid(empty):
    assert empty.json("validate")["topics"] == []
