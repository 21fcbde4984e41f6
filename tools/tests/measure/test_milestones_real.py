"""`scratch milestone` on datasets that have to be fetched, by either schedule."""

import pytest

REAL = """
[tool.topic.milestone.real]
dataset = "blobs"
seeds = [5, 6]
seconds = 3600
[tool.topic.milestone.real.targets]
accuracy = { min = 0.5 }
"""
RUN_REAL = """\
import os
from pathlib import Path


def run(*, seed, smoke=False, real=False):
    if not real:
        return {"metrics": {"accuracy": 0.95, "loss": 0.1}}
    file = Path(os.environ.get("SCRATCH_DATA", "nowhere"), "blobs.txt")
    if not file.exists():
        raise FileNotFoundError("`scratch data get blobs` downloads it")
    return {"metrics": {"accuracy": float(file.read_text()) + seed / 1000}}
"""


@pytest.fixture
def real(milestone):
    """The same tree with a real dataset."""
    file = milestone.root / "packages/t02-beta/pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8") + REAL, encoding="utf-8")
    milestone.write("packages/t02-beta/src/t02_beta/milestone.py", RUN_REAL)
    return milestone


def test_a_real_dataset_that_is_there_is_judged_as_well(real, tmp_path):
    (tmp_path / "blobs.txt").write_text("0.75")
    (one,) = real.json("milestone", "t02", "--data-dir", str(tmp_path))["milestones"]
    found = one["real"]
    assert (found["dataset"], found["seeds"], found["passed"]) == ("blobs", [5, 6], True)
    assert found["metrics"][0]["mean"] == pytest.approx(0.7555)
    assert found["metrics"][0]["std"] == pytest.approx(0.001 / 2**0.5)
    assert found["seconds_per_run"]["target"] == "<= 3600" and found["seconds_per_run"]["met"]
    assert all(run["cpu_seconds"] > 0 for run in found["runs"]) and found["missing"] is None


def test_a_real_dataset_that_misses_its_target_fails_the_command(real, tmp_path):
    (tmp_path / "blobs.txt").write_text("0.25")
    (one,) = real.json("milestone", "--data-dir", str(tmp_path), code=1)["milestones"]
    assert one["passed"] is True and one["real"]["passed"] is False and one["ok"] is False


def test_a_real_dataset_that_is_not_there_is_no_failure_and_says_how_to_get_it(real, monkeypatch):
    monkeypatch.delenv("SCRATCH_DATA", raising=False)
    (one,) = real.json("milestone", "--topic", "t02")["milestones"]
    assert one["ok"] and one["real"]["passed"] is None and one["real"]["seeds"] == [5]
    assert "scratch data get blobs" in one["real"]["missing"] and not one["real"]["runs"]
    shown = real.run("milestone", "t02").output
    assert "t02 blobs: not on this machine" in shown and "data get blobs" in shown


def test_the_data_folder_may_be_relative_and_come_from_the_environment(real, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "blobs.txt").write_text("0.75")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRATCH_DATA", "data")
    (one,) = real.json("milestone", "t02")["milestones"]
    assert one["real"]["passed"] is True


LONG = """
[tool.topic.milestone.real.long]
targets = { accuracy = { min = 0.8 } }
"""


@pytest.fixture
def long(real):
    """The same tree with a longer schedule on the real dataset."""
    file = real.root / "packages/t02-beta/pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8") + LONG, encoding="utf-8")
    run = RUN_REAL.replace("real=False", "real=False, long=False")
    run = run.replace("seed / 1000", "seed / 1000 + 0.1 * long")
    real.write("packages/t02-beta/src/t02_beta/milestone.py", run)
    return real


def test_a_longer_schedule_has_targets_of_its_own(long, tmp_path):
    (tmp_path / "blobs.txt").write_text("0.72")
    for option, mean, passed in (((), 0.7255, True), (("--long",), 0.8255, True)):
        (one,) = long.json("milestone", *option, "--data-dir", str(tmp_path))["milestones"]
        found = one["real"]
        assert (found["dataset"], found["passed"]) == (f"blobs{' long' * len(option)}", passed)
        assert found["metrics"][0]["mean"] == pytest.approx(mean)
        assert found["seeds"] == [5, 6] and found["metrics"][0]["target"]
    (tmp_path / "blobs.txt").write_text("0.65")
    (one,) = long.json("milestone", "--long", "--data-dir", str(tmp_path), code=1)["milestones"]
    assert one["real"]["passed"] is False and one["real"]["metrics"][0]["target"] == ">= 0.8"


def test_a_longer_schedule_without_its_data_says_how_to_get_it(long, monkeypatch):
    monkeypatch.delenv("SCRATCH_DATA", raising=False)
    assert "data get blobs" in long.run("milestone", "t02", "--long").output


@pytest.mark.parametrize("option", ["--smoke", "--embedded"])
def test_a_longer_schedule_contradicts_runs_without_the_dataset(long, option):
    result = long.run("milestone", "--long", option)
    assert result.exit_code == 2 and option in result.output


def test_a_topic_without_a_longer_schedule_is_named(real, tmp_path):
    result = real.run("milestone", "t02", "--long")
    assert result.exit_code != 0
    assert (
        "t02 has no longer schedule" in result.output
        and "topics with a longer schedule: none" in result.output
    )
    assert "no topic has a longer schedule yet" in real.run("milestone", "--long").output


def test_smoke_runs_and_embedded_leave_the_real_dataset_alone(real):
    for option in ("--smoke", "--embedded"):
        (one,) = real.json("milestone", option)["milestones"]
        assert "real" not in one and one["ok"]
