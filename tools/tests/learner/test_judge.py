"""The parent's judgement, on events as the child sends them: what is missing is a failure."""

from pathlib import Path

import pytest
from scratchtools import grade_guard
from scratchtools.grade import TestFile
from scratchtools.grade_judge import judge
from scratchtools.grade_process import Run

FILES = [
    TestFile(Path("/tests/test_1_a.py"), "Step a", ("test_x", "TestGroup::test_y")),
    TestFile(Path("/tests/test_2_b.py"), "Step b", ("test_z",)),
]
IDS = ["test_1_a.py::test_x[1]", "test_1_a.py::test_x[2]", "test_1_a.py::TestGroup::test_y"]
IDS += ["test_2_b.py::test_z"]


def report(id, when="call", outcome="passed", **more):
    return {
        "kind": "report", "id": id, "when": when, "outcome": outcome, "duration": 0.1,
        "output": "", "longrepr": "", **more,
    }  # fmt: skip


def failure(id, kind="AssertionError", text="got 1, expected 2", frame=None, **more):
    bases = [kind, *more.pop("bases", [])]
    return report(id, outcome="failed", type=kind, text=text, frame=frame, bases=bases, **more)


def whole_run(ids=IDS, *, canary="failed", canaries=None):
    run = Run([{"kind": "ready"}, {"kind": "collected", "ids": list(ids)}], "end", 0)
    for id in ids:
        run.events.append({"kind": "start", "id": id})
        run.events += [report(id, when) for when in ("setup", "call", "teardown")]
    if canaries is None:
        canaries = grade_guard.canary_kinds(core=grade_guard.has_core()) + len(FILES)
    for number in range(canaries):
        run.events.append({"kind": "canary-start", "id": str(number)})
        event = {"kind": "canary", "id": str(number), "when": "call", "outcome": canary}
        run.events.append(event)
    run.events.append({"kind": "end", "code": 1, "changed": [], "strangers": []})
    return run


def verdict(run, memory_mb=2048):
    return judge(run, FILES, Path("/learn/src"), timeout=120, memory_mb=memory_mb)


def test_a_complete_run_passes():
    outcome = verdict(whole_run())
    assert outcome.passed
    assert [tuple(step) for step in outcome.steps] == [
        ("test_1_a", "Step a", 3, 0),
        ("test_2_b", "Step b", 1, 0),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3 axes, expected 2\nassert (1, 2, 3) == (1, 2)\n  At index 2", "3 axes, expected 2"),
        ("assert 3 == 2", "assert 3 == 2"),
        ("", "an assertion failed"),
    ],
)
def test_a_message_of_its_own_is_not_followed_by_pytests_view(text, shown):
    run = whole_run()
    run.events.insert(-1, failure(IDS[3], text=text))
    assert verdict(run).first_failure().message == shown


@pytest.mark.parametrize("missing", [[0, 1], [2], [3], [0, 1, 2, 3]])
def test_a_test_that_did_not_run_is_a_failure(missing):
    outcome = verdict(whole_run([id for n, id in enumerate(IDS) if n not in missing]))
    assert not outcome.passed
    assert {r.message for r in outcome.results if r.outcome != "passed"} == {
        "this test did not run"
    }


def test_a_collected_test_without_reports_is_a_failure():
    run = whole_run()
    run.events = [event for event in run.events if event.get("id") != IDS[1]]
    assert not verdict(run).passed


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_one_bad_phase_fails_the_test(when, outcome):
    run = whole_run()
    [place] = [
        n for n, e in enumerate(run.events) if e.get("id") == IDS[3] and e.get("when") == when
    ]
    run.events[place] = {**failure(IDS[3]), "when": when, "outcome": outcome}
    judged = verdict(run)
    assert not judged.passed
    assert judged.first_failure().outcome in ("failed", "error", "skipped")
    assert judged.first_failure().message


def test_canaries_that_pass_or_are_missing_spoil_everything():
    for run in (whole_run(canary="passed"), whole_run(canary="skipped"), whole_run(canaries=3)):
        outcome = verdict(run)
        assert not outcome.passed
        assert "the checks themselves were changed" in outcome.problem


def test_replaced_checks_and_foreign_modules_are_named():
    run = whole_run()
    run.events[-1]["changed"] = ["numpy.allclose"]
    assert "numpy.allclose replaced" in verdict(run).problem
    run.events[-1]["strangers"] = ["t01_adding from /packages/x.py"]
    assert "did not run on your files" in verdict(run).problem


def test_an_exit_says_which_test_was_running():
    run = whole_run()
    place = next(n for n, e in enumerate(run.events) if e.get("id") == IDS[1])
    run.events, run.ended, run.code = run.events[: place + 2], "exit", 0
    outcome = verdict(run)
    assert outcome.problem.startswith("your code ended the process while test_x[2] ran (exit code")
    assert outcome.results[1].message == outcome.problem
    assert outcome.results[3].message == "this test did not run"
    run.code = -11
    assert "killed by SIGSEGV" in verdict(run).problem


def test_the_limits_say_where_they_were_reached():
    run = Run([{"kind": "ready"}], "timeout")
    assert verdict(run).problem == (
        "time limit of 120 s reached while importing your code: an endless loop?"
    )
    run.events += [{"kind": "collected", "ids": IDS}, {"kind": "start", "id": IDS[0]}]
    assert "120 s reached in test_x[1]: an endless loop?" in verdict(run).problem
    run.ended = "memory"
    assert "memory limit of 2048 MB reached in test_x[1]" in verdict(run).problem


def test_a_child_that_cannot_start_shows_its_last_words():
    run = Run([], "exit", 1, "Traceback\nModuleNotFoundError: No module named 'pytest'\n")
    assert verdict(run).problem.endswith("ModuleNotFoundError: No module named 'pytest'")


def test_an_interrupted_run_is_no_pass():
    run = whole_run()
    run.events[-1]["code"] = 2
    assert "stopped the test run" in verdict(run).problem


@pytest.mark.parametrize(
    ("kind", "text", "bases", "message"),
    [
        ("AssertionError", "w differs", [], "w differs"),
        (
            "NotImplementedError",
            "f is not written yet",
            [],
            "not written yet: f (/learn/src/a.py:3)",
        ),
        ("EOFError", "", [], "your code waits for input (/learn/src/a.py:3)"),
        ("SystemExit", "0", [], "your code called sys.exit(0) (/learn/src/a.py:3)"),
        ("_ArrayMemoryError", "80 GB", ["MemoryError"], "the memory limit was reached"),
        ("RecursionError", "too deep", [], "your code calls itself without end"),
        ("RuntimeWarning", "overflow", ["Warning"], "a warning counts as a failure here"),
        ("ValueError", "bad", [], "ValueError: bad (/learn/src/a.py:3)"),
    ],
)
def test_an_exception_is_put_into_words(kind, text, bases, message):
    run = whole_run()
    run.events.insert(-1, failure(IDS[3], kind, text, ["a.py", 3, "f"], bases=bases))
    result = verdict(run).first_failure()
    assert message in result.message
    assert result.where == (Path("/learn/src/a.py"), 3)


def test_an_exercise_that_is_not_written_is_named():
    run = whole_run()
    run.events.insert(-1, failure(IDS[3], "NotImplementedError", "V.__mul__ is not written yet"))
    result = verdict(run).first_failure()
    assert (result.exercise, result.not_written) == ("V.__mul__", True)


def test_a_test_file_that_cannot_be_imported_fails_its_step():
    run = whole_run(IDS[:3])
    event = {**failure("test_2_b.py", "ImportError", "cannot import name 'z'"), "kind": "collect"}
    run.events.insert(2, event)
    outcome = verdict(run)
    assert outcome.steps[1].failed == 1
    assert "the test file cannot be imported" in outcome.results[3].message
