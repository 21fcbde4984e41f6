"""`scratch bench`: who takes part, what is judged, what is written."""

import json
import statistics
from itertools import count
from types import SimpleNamespace

import pytest
from scratchtools import bench_run, bench_worker
from scratchtools.bench_report import Row, digits, document, quantity, quartiles, rows_of
from scratchtools.bench_run import Case, Result, Series, list_cases, measure
from scratchtools.bench_worker import Worker, check_case
from scratchtools.units import Unit, core_unit

CASES = """\
import os


def quick():
    return lambda: None


def waits():
    import time
    return lambda: time.sleep(0.002)


def absent():
    import no_such_library


def raises():
    def run():
        raise RuntimeError("bang")
    return run


def dies():
    def run():
        print("last words")
        os._exit(3)
    return run


def calls():
    count = []
    def run():
        count.append(1)
        return len(count)
    return run


def hangs():
    import time
    return lambda: time.sleep(60)


def threads():
    return lambda: int(os.environ["OPENBLAS_NUM_THREADS"])


CASES = {
    "fast": {"ours": quick, "naive": waits, "limits": {"naive": 1.0}},
    "slow": {"ours": waits, "naive": quick, "limits": {"naive": 1.0}},
    "alone": {"ours": quick},
    "absent": {"ours": quick, "library": absent, "limits": {"library": 1.0}},
    "raises": {"ours": raises, "naive": quick},
    "dies": {"ours": dies},
    "hangs": {"ours": hangs},
    "calls": {"ours": calls, "naive": calls, "measure": "value", "unit": "calls"},
    "fresh": {"ours": calls, "measure": "value", "isolate": True},
    "threads": {"ours": threads, "measure": "value"},
}
"""


@pytest.fixture
def core(tree, monkeypatch) -> Unit:
    """The core of a small tree with benchmarks; samples are short."""
    tree.write("shared/scratchcore/benchmarks/bench_all.py", CASES)
    monkeypatch.setattr(bench_run, "SAMPLE_SECONDS", 0.001)
    monkeypatch.setattr(bench_run, "ISOLATED_RUNS", 2)
    return core_unit(tree.root)


def case(unit: Unit, name: str) -> Case:
    return next(c for c in list_cases(unit, unit.benchmarks[0], 1) if c.name == name)


def measured(unit: Unit, name: str, rounds: int = 3) -> Result:
    return measure(case(unit, name), threads=1, rounds=rounds)


def test_every_participant_gives_one_sample_per_round(core):
    result = measured(core, "fast")
    assert {name: len(series.values) for name, series in result.series.items()} == {
        "ours": 3,
        "naive": 3,
    }


def test_a_ratio_above_its_limit_fails_the_command(core, tree):
    found = tree.json("bench", "core", "--only", "slow", "--rounds", "2", code=1)
    (row,) = found["cases"]
    assert (row["topic"], row["case"], row["peer"], row["limit"]) == ("core", "slow", "naive", 1.0)
    assert row["ratio"] > 1 and row["ok"] is False
    assert row["ratio_low"] <= row["ratio"] <= row["ratio_high"]


def test_a_ratio_within_its_limit_passes_and_is_stored_for_pyperf(core, tree):
    import pyperf

    file = tree.root / "samples.json"
    result = tree.run("bench", "core", "--only", "fast", "--rounds", "3", "--output", file)
    assert result.exit_code == 0, result.output
    assert " ok\n" in result.output
    suite = pyperf.BenchmarkSuite.load(str(file))
    assert suite.get_benchmark_names() == ["core/fast/ours", "core/fast/naive"]
    assert suite.get_benchmark("core/fast/naive").median() > 0.002
    assert suite.get_benchmark("core/fast/ours").get_nvalue() == 3


def test_a_case_without_peers_reports_ours_alone(core):
    (row,) = rows_of(measured(core, "alone", rounds=2))
    assert row.peer is None and row.ok and row.result.series["ours"].median > 0


def test_a_missing_peer_is_named_with_the_command_that_installs_it(core, tree):
    found = tree.json("bench", "core", "--only", "absent", "--rounds", "2")
    (row,) = found["cases"]
    assert row["install"] == "pip install no_such_library" and row["ratio"] is None
    error = tree.json("bench", "core", "--vs", "library", "--rounds", "2", code=2)
    assert error["fix"] == "pip install no_such_library"


def test_torch_is_asked_for_by_its_pinned_version(core, tree, monkeypatch):
    import importlib.util

    torch = 'import torch\nCASES = {"a": {"ours": lambda: int, "torch": lambda: int}}\n'
    tree.write("shared/scratchcore/benchmarks/bench_all.py", torch.replace("import torch\n", ""))
    real = importlib.util.find_spec
    without = lambda name, *rest: None if name == "torch" else real(name, *rest)  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", without)
    error = tree.json("bench", "core", "--vs", "torch", code=2)
    assert error["fix"].startswith("pip install torch==2.13.0 ")
    assert "./scratch setup oracle" in error["fix"]


def test_an_exception_is_a_problem_of_its_case_with_the_traceback(core):
    result = measured(core, "raises")
    assert result.problem == "ours: RuntimeError: bang"
    assert 'raise RuntimeError("bang")' in result.detail
    assert not rows_of(result)[0].ok


def test_a_process_that_dies_is_a_problem_with_its_last_words(core):
    result = measured(core, "dies")
    assert "exit code 3" in result.problem and "last words" in result.detail


def test_a_value_is_reported_as_the_participant_returns_it(core):
    result = measured(core, "calls", rounds=4)
    assert result.series["ours"].values == [1, 2, 3, 4]
    assert result.ratios("naive") == [1, 1, 1, 1]


def test_an_isolated_case_gets_a_fresh_process_each_time(core):
    assert measured(core, "fresh").series["ours"].values == [1, 1]


def test_threads_are_set_before_the_child_starts(core):
    result = measure(case(core, "threads"), threads=3, rounds=2)
    assert set(result.series["ours"].values) == {3}


def test_an_unknown_peer_is_answered_with_those_there_are(core, tree):
    error = tree.json("bench", "core", "--vs", "jax", code=2)
    assert "'jax'" in error["error"] and "library, naive" in error["fix"]


def test_no_benchmarks_and_no_match_are_errors(core, tree):
    assert "has no benchmarks" in tree.json("bench", "t01", code=2)["error"]
    assert "'nothing'" in tree.json("bench", "core", "--only", "nothing", code=2)["error"]


def test_a_broken_benchmark_file_is_named(core, tree):
    tree.write("shared/scratchcore/benchmarks/bench_all.py", "CASES = {'a': {}}\n")
    error = tree.json("bench", "core", code=1)["error"]
    assert "CASES['a'] has no 'ours'" in error


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"naive": int}, "has no 'ours'"),
        ({"ours": 3}, "must be a function"),
        ({"ours": int, "measure": "speed"}, "must be 'time' or 'value'"),
        ({"ours": int, "limits": {"torch": 1.0}}, "names 'torch'"),
    ],
)
def test_a_malformed_case_is_explained(wrong, message):
    with pytest.raises(ValueError, match=message):
        check_case("bench_a.py: CASES['a']", wrong)


def test_a_participant_that_hangs_is_ended(core, monkeypatch):
    hangs = case(core, "hangs")
    monkeypatch.setattr(bench_run, "ANSWER_LIMIT", 0.3)
    assert "the process ended" in measure(hangs, threads=1, rounds=2).problem


def test_calibration_doubles_until_a_sample_is_long_enough(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(worker, "time", lambda loops: 0.001 * loops)
    assert worker.calibrate(seconds=0.01) == {"loops": 16}


def test_a_measured_value_must_be_finite():
    worker = Worker()
    worker.run = lambda: float("nan")
    with pytest.raises(ValueError, match="finite"):
        worker.value()


def test_settle_waits_while_other_threads_of_the_process_are_busy(monkeypatch):
    wall, cpu = count(), iter([0, 1, 1, 2, 2, 2])
    clock = SimpleNamespace(
        perf_counter=lambda: 0.01 * next(wall),
        process_time=lambda: 0.01 * next(cpu),
        sleep=lambda seconds: None,
    )
    monkeypatch.setattr(bench_worker, "time", clock)
    bench_worker.settle()
    assert next(cpu, None) is None


def result_of(ours: list[float], theirs: list[float], limit: float) -> Result:
    unit = Unit("t01", None, "t01_a", ())
    one = Case(unit, None, "a", ("peer",), {"peer": limit}, "time", "seconds", False)
    return Result(one, {"ours": Series(ours), "peer": Series(theirs)})


def test_the_ratio_is_the_median_of_the_ratios_of_each_round():
    row = rows_of(result_of([1, 2, 30], [2, 2, 10], 2.0))[0]
    assert (row.ratio, row.low, row.high) == (1.0, 0.75, 2.0)
    assert row.ok and row.verdict == "ok"


def test_quartiles_are_those_of_the_statistics_module():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert quartiles(values) == tuple(statistics.quantiles(values, n=4, method="inclusive"))
    assert quartiles([2.0]) == (2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.5, "seconds", "1.50 s"),
        (0.0234, "seconds", "23.4 ms"),
        (4.125e-4, "seconds", "412 us"),
        (9.9e-10, "seconds", "0.990 ns"),
        (3 * 2**20, "bytes", "3.00 MiB"),
        (1000, "bytes", "1000 B"),
        (0, "bytes", "0.00 B"),
        (12.0, "calls", "12 calls"),
    ],
)
def test_numbers_get_three_digits_and_a_fitting_unit(value, unit, text):
    assert quantity(value, unit) == text


def test_ratios_get_three_digits():
    assert [digits(x) for x in (0.5, 12.34, 123.4, 1234.5)] == ["0.500", "12.3", "123", "1234"]


def test_the_document_is_json_and_says_under_which_conditions_it_holds():
    rows = [Row(result_of([1.0], [2.0], 1.0), None)]
    found = json.loads(json.dumps(document(rows, threads=2, rounds=5)))
    assert list(found)[:2] == ["command", "ok"]
    assert {"threads", "cpu", "python", "versions", "rounds"} <= set(found)
