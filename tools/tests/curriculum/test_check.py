"""`scratch check`: what it says about a topic's tests, and what it remembers."""

from __future__ import annotations

import pytest
from scratchtools import variants
from scratchtools.exercises import exercises_of, traps_of
from scratchtools.findings import Sources
from scratchtools.grade import Outcome, Step, TestResult
from scratchtools.traps import check, digest
from scratchtools.variants import Variant, judge_variant, variants_of

ALPHA = "packages/t01-alpha"
CODE = f"{ALPHA}/src/t01_alpha/columns.py"
ON_ALPHA = '"t01-alpha{env:SCRATCH_PIN: @ {root:parent:uri}/t01-alpha}"'


@pytest.fixture
def alpha(empty):
    """A repository with one topic."""
    empty.add(1, "alpha")
    return empty


def run(tree, *, changed=False):
    return check(tree.root, tree.topics, list(tree.topics.values()), changed=changed, jobs=2)


def versions(topic, sources):
    exercises = exercises_of(topic, sources)[0]
    return variants_of(topic, exercises, traps_of(topic, exercises, sources)[0])


def judge(tree, kind, outcome, place=0):
    """Return what one version's outcome says, as text."""
    topic, sources = tree.topics["t01"], Sources(tree.root)
    found = [v for v in versions(topic, sources) if v.kind == kind]
    reference = Variant("reference", "reference", topic.package / "__init__.py")
    variant = found[place] if found else reference
    return [str(finding) for finding in judge_variant(variant, outcome, sources)]


def result(outcome="failed", message="") -> TestResult:
    return TestResult("test_1_center.py::test_x", "test_1_center", "Centre", outcome, message)


# whole runs


@pytest.mark.slow
def test_the_template_passes_and_is_then_remembered(alpha, monkeypatch):
    document = alpha.json("check", "t01", "--jobs", "2")
    assert document["ok"] is True
    (topic,) = document["topics"]
    assert (topic["name"], topic["status"], topic["findings"]) == ("t01-alpha", "passed", [])
    assert (topic["exercises"], topic["traps"], topic["variants"]) == (2, 4, 8)
    assert topic["starter_passes"] == []
    monkeypatch.setattr(variants, "run_variant", None)
    again = alpha.json("check", "--changed")
    assert (again["ok"], again["topics"][0]["status"]) == (True, "unchanged")
    assert alpha.run("check", "--changed").stdout == "t01-alpha: unchanged since it passed\n"


@pytest.mark.slow
def test_every_kind_of_fault_is_found_in_one_run(alpha):
    alpha.append(CODE, "\n\ndef alpha_extra(x):  # exercise\n    return x\n")
    step = '"""Needs nothing."""\n\n\ndef test_one_and_one_is_two():\n    assert 1 + 1 == 2\n'
    alpha.write(f"{ALPHA}/tests/test_3_free.py", step)
    right = "    return x - x.mean(axis=0)\n"
    alpha.edit(f"{ALPHA}/traps/center_whole_table.py", "    return x - x.mean()\n", right)
    alpha.edit(f"{ALPHA}/traps/scale_by_zero.py", '"deviation of 0"', '"never said"')
    (report,) = run(alpha)
    findings = [str(finding) for finding in report.findings]
    assert len(findings) == 5
    where = f"{ALPHA}/traps"
    assert "starter: test_3_free passes on the untouched starter" in findings[0]
    assert findings[1].startswith(f"{CODE}:21: gap: nothing tests alpha_extra")
    assert findings[2].startswith(f"{CODE}:21: traps: alpha_extra has 0 traps: write 2 or more")
    survivor = "trap: the tests pass on this wrong alpha_center: add the one that fails"
    assert findings[3] == f"{where}/center_whole_table.py:1: {survivor}"
    unheard = "trap: the tests fail, but no message contains 'never said'; they say: scaled table"
    assert findings[4].startswith(f"{where}/scale_by_zero.py:1: {unheard}")
    assert report.starter_passes == ["test_3_free.py::test_one_and_one_is_two"]
    assert run(alpha, changed=True)[0].status == "failed"


@pytest.mark.parametrize(("name", "kind"), [("scale_by_variance", "trap"), ("alpha_scale", "gap")])
def test_a_version_that_differs_in_one_exercise_fails_in_a_child(alpha, name, kind):
    topic, sources = alpha.topics["t01"], Sources(alpha.root)
    found = versions(topic, sources)
    (variant,) = [v for v in found if (v.name, v.kind) == (name, kind)]
    outcome = variants.run_variant(variant, topic, [], timeout=60.0)
    assert not outcome.passed
    assert judge_variant(variant, outcome, sources) == []
    ran = [r.id for r in outcome.results if r.message != "this test did not run"]
    assert ran == ["test_2_scale.py::test_every_column_gets_the_deviation_one"]


def test_a_failing_reference_is_reported_alone(alpha):
    alpha.edit(CODE, "axis=0)  # (rows, columns)", "axis=0) + 1")
    result = alpha.run("check", "t01")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    place = f"{ALPHA}/src/t01_alpha/__init__.py:1: reference: the reference fails"
    assert all(line.startswith(place) for line in lines[:-1])
    assert "test_1_center.py::test_every_column_loses_its_own_mean" in lines[0]
    assert "t01-alpha: failed: 2 exercises, 4 traps, 1 versions, " in lines[-1]


# judging


@pytest.mark.parametrize("kind", ["starter", "trap", "gap"])
def test_a_version_that_fails_as_it_must_is_no_finding(alpha, kind):
    message = "the caller's table must stay as it was"
    outcome = Outcome(False, [result(message=message)], steps=[Step("test_1_center", "C", 0, 1)])
    assert judge(alpha, kind, outcome) == []


def test_a_starter_that_cannot_be_imported_is_a_finding(alpha):
    outcome = Outcome(False, problem="your code cannot be imported: NotImplementedError")
    (finding,) = judge(alpha, "starter", outcome)
    assert "starter: the starter must import and run: your code cannot be imported" in finding


def test_a_reference_without_tests_does_not_pass(alpha):
    (finding,) = judge(alpha, "reference", Outcome(False))
    assert "reference: the reference passes no graded test: there is none" in finding


def test_every_step_has_to_fail_on_the_starter(alpha):
    steps = [Step("test_1_center", "C", 0, 2), Step("test_2_scale", "S", 3, 0)]
    (finding,) = judge(alpha, "starter", Outcome(False, [result()], steps=steps))
    assert "starter: test_2_scale passes on the untouched starter: let it need" in finding


def test_a_trap_may_be_caught_by_the_time_limit(alpha):
    outcome = Outcome(False, [result("error", "did not run")], problem="the caller's table: 10 s")
    assert judge(alpha, "trap", outcome) == []


def test_a_trap_that_is_only_named_in_a_passing_test_survives(alpha):
    outcome = Outcome(False, [result("passed", "the caller's table"), result(message="other")])
    (finding,) = judge(alpha, "trap", outcome)
    assert 'no message contains "the caller\'s table"; they say: other' in finding


def test_a_gap_that_no_test_sees_is_a_finding(alpha):
    (finding,) = judge(alpha, "gap", Outcome(True, [result("passed")]))
    assert f"{CODE}:6: gap: nothing tests alpha_center: with it alone unwritten" in finding


# versions


def test_versions_differ_from_the_reference_in_one_exercise(alpha, tmp_path):
    topic = alpha.topics["t01"]
    sources = Sources(alpha.root)
    found = versions(topic, sources)
    kinds = [variant.kind for variant in found]
    assert kinds == ["starter"] + ["trap"] * 4 + ["gap"] * 2
    texts = {}
    for variant in found:
        source = variant.write(topic, tmp_path / "made" / variant.kind / variant.name)
        texts[variant.name] = (source / "t01_alpha" / "columns.py").read_text()
    assert texts["starter"].count("is not written yet") == 2
    assert texts["alpha_center"].count('"alpha_center is not written yet"') == 1
    assert "np.sqrt" in texts["alpha_center"]
    assert "return x - x.mean()\n" in texts["center_whole_table"]
    assert "x.mean(axis=0)" not in texts["center_whole_table"]


def test_a_trap_made_of_changes_differs_from_the_reference_in_them_alone(alpha, tmp_path):
    topic, sources = alpha.topics["t01"], Sources(alpha.root)
    (variant,) = [v for v in versions(topic, sources) if v.name == "scale_by_variance"]
    assert "CHANGES" in variant.file.read_text()
    source = variant.write(topic, tmp_path / "made")
    right = (alpha.root / CODE).read_text()
    old, new = "np.sqrt((centred * centred).mean(axis=0))", "(centred * centred).mean(axis=0)"
    assert (source / "t01_alpha" / "columns.py").read_text() == right.replace(old, new) != right


def test_the_steps_that_name_an_exercise_run_first_and_all_if_they_pass(alpha, monkeypatch):
    asked = []

    def fake(topic, source, *, files, **rest):
        asked.append([file.name for file in files])
        return Outcome(len(asked) == 2, [result()])

    monkeypatch.setattr(variants, "run_tests", fake)
    topic, sources = alpha.topics["t01"], Sources(alpha.root)
    found = versions(topic, sources)
    for variant in (found[0], found[-1]):
        variants.run_variant(variant, topic, [], timeout=1.0)
    assert found[-1].name == "alpha_scale"
    every = ["test_1_center.py", "test_2_scale.py"]
    assert asked == [every, ["test_2_scale.py"], every]


# the cache


@pytest.mark.parametrize(
    "path",
    [
        f"{ALPHA}/tests/test_1_center.py",
        f"{ALPHA}/traps/center_in_place.py",
        f"{ALPHA}/pyproject.toml",
        "shared/scratchcore/src/scratchcore/__init__.py",
    ],
)
def test_a_change_that_could_matter_changes_the_hash(alpha, path):
    before = digest(alpha.topics["t01"], alpha.topics, alpha.root)
    assert digest(alpha.topics["t01"], alpha.topics, alpha.root) == before
    alpha.append(path, "\n")
    assert digest(alpha.topics["t01"], alpha.topics, alpha.root) != before


def test_the_source_of_a_prerequisite_changes_the_hash_its_texts_do_not(tree):
    project = "packages/t02-beta/pyproject.toml"
    tree.edit(project, '["numpy>=2.0"]', f'["numpy>=2.0", {ON_ALPHA}]')
    before = digest(tree.topics["t02"], tree.topics, tree.root)
    tree.append(f"{ALPHA}/README.md", "\n")
    assert digest(tree.topics["t02"], tree.topics, tree.root) == before
    tree.append(CODE, "\n")
    assert digest(tree.topics["t02"], tree.topics, tree.root) != before


def outcomes(monkeypatch, passed):
    """Let every version have the outcome that its kind wants, or the opposite."""

    def fake(variant, *_):
        good = variant.kind == "reference"
        message = variant.trap.message if variant.trap else ""
        steps = [Step("test_1_center", "C", 0, 1)]
        return Outcome(
            good == passed, [result("passed" if good else "failed", message)], steps=steps
        )

    monkeypatch.setattr(variants, "run_variant", fake)


def test_a_failure_is_not_remembered_and_forgets_what_passed(alpha, monkeypatch):
    outcomes(monkeypatch, True)
    assert run(alpha)[0].status == "passed"
    outcomes(monkeypatch, False)
    assert run(alpha)[0].status == "failed"
    outcomes(monkeypatch, True)
    assert run(alpha, changed=True)[0].status == "passed"


def test_a_garbage_cache_is_an_empty_one(alpha, monkeypatch):
    outcomes(monkeypatch, True)
    for garbage in ("{", "[]", '{"t01-alpha": 3}'):
        alpha.write(".scratch/check.json", garbage)
        assert run(alpha, changed=True)[0].status == "passed"
        assert run(alpha, changed=True)[0].status == "unchanged"


# what cannot be checked


def test_a_broken_package_is_an_error_with_a_fix(alpha):
    alpha.edit(f"{ALPHA}/pyproject.toml", "hours", "ours")
    document = alpha.json("check", code=1)
    assert "tool.topic.ours is not a known key" in document["error"]
    assert document["fix"].endswith("scratch validate --structure-only")


def test_a_missing_prerequisite_is_an_error(alpha):
    lost = ON_ALPHA.replace("t01-alpha", "t07-lost")
    alpha.edit(f"{ALPHA}/pyproject.toml", '["numpy>=2.0"]', f'["numpy>=2.0", {lost}]')
    document = alpha.json("check", "t01", code=1)
    assert "project.dependencies leads to t07, which is missing" in document["error"]


def test_an_unknown_topic_is_wrong_usage(alpha):
    document = alpha.json("check", "alfa", code=2)
    assert document["error"] == "no topic 'alfa': did you mean t01-alpha?"


def test_code_that_python_cannot_read_fails_the_check(alpha):
    alpha.edit(CODE, "def alpha_scale(x):", "def alpha_scale(x:")
    document = alpha.json("check", "t01", code=1)
    (topic,) = document["topics"]
    assert topic["status"] == "failed"
    assert {finding["rule"] for finding in topic["findings"]} == {"syntax", "reference"}
