"""`scratch milestone`: isolation, judgement over the seeds, problems."""

import json
from pathlib import Path

import pytest
from scratchtools import milestones
from scratchtools.milestone_report import (
    Run,
    judge,
    not_finite,
    print_report,
    report,
    save_curves,
)
from scratchtools.milestone_worker import numbers
from scratchtools.milestones import Order
from scratchtools.targets import Milestone, Target
from scratchtools.topics import load_topics

SMOKE = Order(smoke=True)


@pytest.fixture
def topic(milestone):
    return load_topics(milestone.root)["t02"]


def test_a_smoke_run_takes_the_first_seed_and_judges_no_target(milestone):
    found = milestone.json("milestone", "--smoke")
    (one,) = found["milestones"]
    assert (one["topic"], one["seeds"], one["ok"], one["passed"]) == ("t02", [1], True, None)
    assert {m["name"]: m["mean"] for m in one["metrics"]}["loss"] == 0.1
    assert one["versions"]["numpy"] and one["seconds"] >= 0


def test_the_child_gets_every_core(topic, monkeypatch):
    monkeypatch.setattr(milestones, "available_cores", lambda: 7)
    run = milestones.run_seed(topic, 4, [topic.source], SMOKE)
    assert run.metrics["threads"] == 7 and run.metrics["accuracy"] == pytest.approx(0.94)


def test_an_exception_is_a_problem_with_its_traceback(milestone, topic):
    milestone.write("packages/t02-beta/src/t02_beta/milestone.py", "raise KeyError('lost')\n")
    found = milestone.json("milestone", "--smoke", "--topic", "2", code=1)
    (one,) = found["milestones"]
    assert one["problems"] == ["seed 1: KeyError: 'lost'"] and "raise KeyError" in one["detail"]


def test_a_process_that_ends_early_is_a_problem(milestone, topic):
    milestone.write("packages/t02-beta/src/t02_beta/milestone.py", "import os\nos._exit(0)\n")
    run = milestones.run_seed(topic, 1, [topic.source], SMOKE)
    assert "exit code 0" in run.problem


def test_a_run_that_takes_too_long_is_a_problem(milestone, topic, monkeypatch):
    milestone.write("packages/t02-beta/src/t02_beta/milestone.py", "import time\ntime.sleep(60)\n")
    monkeypatch.setattr(milestones, "SMOKE_LIMIT", 0.3)
    assert "0.3 s" in milestones.run_seed(topic, 1, [topic.source], SMOKE).problem


def test_mine_needs_a_started_topic_and_runs_its_code(milestone):
    error = milestone.json("milestone", "--mine", "--smoke", code=2)
    assert "not started t02" in error["error"]
    reference = milestone.root / "packages/t02-beta/src/t02_beta/milestone.py"
    own = reference.read_text(encoding="utf-8").replace("0.9 + seed / 100", "0.25")
    milestone.write("learn/t02-beta/src/t02_beta/__init__.py", "")
    milestone.write("learn/t02-beta/src/t02_beta/milestone.py", own)
    (one,) = milestone.json("milestone", "--mine", "--smoke")["milestones"]
    assert one["runs"][0]["metrics"]["accuracy"] == 0.25


def test_a_topic_without_a_milestone_is_an_error_that_names_those_with(milestone):
    error = milestone.json("milestone", "--topic", "t01", code=2)
    assert "t01 has no milestone" in error["error"] and "t02" in error["fix"]


def test_a_curriculum_without_milestones_passes(tree):
    result = tree.run("milestone", "--smoke")
    assert (result.exit_code, result.output) == (0, "no topic has a milestone yet\n")


def runs(**metrics: list[float]) -> list[Run]:
    return [
        Run(seed, 1.0, dict(zip(metrics, values, strict=True)))
        for seed, values in enumerate(zip(*metrics.values(), strict=True))
    ]


TARGETS = Milestone((0, 1, 2), {"accuracy": Target(min=0.9)})


def test_the_mean_over_the_seeds_is_judged_and_its_spread_given():
    (metric,) = judge(TARGETS, runs(accuracy=[0.8, 0.9, 1.0]), smoke=False)
    assert metric["mean"] == pytest.approx(0.9) and metric["std"] == pytest.approx(0.1)
    assert metric["passed"] is True and metric["target"] == ">= 0.9"
    (metric,) = judge(TARGETS, runs(accuracy=[0.8, 0.9, 0.99]), smoke=False)
    assert metric["passed"] is False


def test_metrics_without_a_target_follow_unjudged():
    found = judge(TARGETS, runs(other=[1.0], accuracy=[0.95]), smoke=False)
    assert [(m["name"], m["passed"]) for m in found] == [("accuracy", True), ("other", None)]
    assert found[0]["std"] is None


def test_a_missed_target_fails_and_says_so(topic, capsys):
    found = report(topic, topic.milestone, runs(accuracy=[0.5, 0.5], loss=[0.1, 0.1]), smoke=False)
    assert found["ok"] is found["passed"] is False
    print_report(found)
    shown = capsys.readouterr().out
    assert "t02: failed" in shown and "target >= 0.9  missed" in shown


def test_a_target_whose_metric_is_missing_fails(topic):
    found = report(topic, topic.milestone, runs(accuracy=[0.95]), smoke=False)
    assert found["ok"] is False and found["problems"] == ["loss is not among the metrics"]


def test_a_number_that_is_not_finite_fails_even_a_smoke_run(topic):
    bad = Run(1, metrics={"loss": float("nan")})
    bad.problem = not_finite(bad.metrics)
    found = report(topic, topic.milestone, [bad], smoke=True)
    assert found["problems"] == ["seed 1: loss is nan"] and not found["ok"]


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (None, "must return a dict"),
        ({"metrics": 3}, "'metrics'"),
        ({"metrics": {}}, "no metrics"),
        ({"metrics": {"loss": "low"}}, "must hold numbers"),
    ],
)
def test_a_wrong_result_is_explained(found, message):
    with pytest.raises(ValueError, match=message):
        numbers(found, "metrics")


@pytest.mark.slow
def test_curves_are_drawn_when_matplotlib_is_there(topic):
    file = save_curves(
        topic, topic.milestone, [Run(0, curves={"loss": [3.0, 2.0]}), Run(1, curves={"loss": []})]
    )
    assert Path(file).read_bytes().startswith(b"\x89PNG")
    assert file.endswith(".scratch/milestones/t02.png")


def test_without_curves_nothing_is_drawn(topic):
    assert save_curves(topic, topic.milestone, [Run(0)]) is None


def test_the_document_survives_numbers_that_json_lacks(milestone):
    milestone.write(
        "packages/t02-beta/src/t02_beta/milestone.py",
        "def run(*, seed, smoke):\n    return {'metrics': {'loss': float('inf')}}\n",
    )
    result = milestone.run("milestone", "--smoke", "--json")
    assert result.exit_code == 1
    (one,) = json.loads(result.stdout)["milestones"]
    assert one["runs"][0]["metrics"]["loss"] is None


def test_a_missing_file_outside_a_real_run_is_a_problem(milestone):
    text = "raise FileNotFoundError('iris.csv')\n"
    milestone.write("packages/t02-beta/src/t02_beta/milestone.py", text)
    (one,) = milestone.json("milestone", code=1)["milestones"]
    assert "FileNotFoundError: iris.csv" in one["problems"][0] and one["missing"] is None


def test_a_run_that_is_slower_than_its_target_is_said_and_not_judged(topic, capsys):
    slow = Milestone((0, 1), {"accuracy": Target(min=0.5)}, seconds=0.5)
    found = report(topic, slow, runs(accuracy=[0.6, 0.7]), smoke=False)
    assert found["passed"] is True
    assert found["seconds_per_run"] == {"mean": 1.0, "std": 0.0, "target": "<= 0.5", "met": False}
    print_report(found)
    assert "target <= 0.5  slower" in capsys.readouterr().out


def test_without_a_target_the_pace_has_no_verdict(topic):
    found = report(topic, topic.milestone, runs(accuracy=[0.95], loss=[0.1]), smoke=False)
    assert found["seconds_per_run"] == {"mean": 1.0, "std": None, "target": None, "met": None}
