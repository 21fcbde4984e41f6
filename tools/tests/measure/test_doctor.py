"""`scratch doctor`: each check on what it must find, and a broken NumPy above all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scratchtools import doctor_checks as checks
from scratchtools import doctor_numpy, units

ONE = {"numpy": "2.1.0", "file": "numpy.py", "blas": "blas 1", "sizes": []}


def speeds(small: float, large: float, cores: float = 1.0) -> dict:
    sizes = [
        {"size": 128, "gflops": small, "cores": cores},
        {"size": 768, "gflops": large, "cores": cores},
    ]
    return ONE | {"sizes": sizes}


@pytest.fixture
def idle(monkeypatch):
    """Two cores, nobody else on them, no BLAS variables."""
    monkeypatch.setattr(doctor_numpy, "available_cores", lambda: 2)
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0), raising=False)
    for name in units.THREAD_VARIABLES:
        monkeypatch.delenv(name, raising=False)


def states(findings) -> list[tuple[str, str]]:
    return [(finding.name, finding.state) for finding in findings]


def test_more_threads_that_are_faster_are_fine(idle):
    finding = doctor_numpy.judge(speeds(10, 30), speeds(9, 55, cores=2.0))
    assert finding.state == "ok" and "2.0 busy" in finding.detail and "1.83x" in finding.detail


def test_more_threads_that_are_slower_are_a_fault_with_a_fix(idle):
    finding = doctor_numpy.judge(speeds(10, 30), speeds(0.05, 12, cores=2.0))
    assert (finding.state, finding.fix) == ("fault", "set OPENBLAS_NUM_THREADS=1")


def test_on_a_busy_machine_slow_threads_are_only_a_warning(idle, monkeypatch):
    monkeypatch.setattr(os, "getloadavg", lambda: (9.0, 9.0, 9.0), raising=False)
    assert doctor_numpy.judge(speeds(10, 30), speeds(1, 12)).state == "warning"


def test_more_threads_than_cores_are_a_fault_that_names_the_variable(idle, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "64")
    finding = doctor_numpy.judge(speeds(10, 30), speeds(10, 30))
    assert finding.state == "fault" and "OMP_NUM_THREADS=64 on 2 cores" in finding.detail
    assert finding.fix == "unset OMP_NUM_THREADS"


def test_the_default_probe_keeps_what_the_user_set_and_nothing_else(idle, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    seen = {}

    def run(command, *, env, **rest):
        seen.update(env)
        return subprocess.CompletedProcess(command, 0, stdout='noise\n{"numpy": "2"}\n')

    monkeypatch.setattr(subprocess, "run", run)
    assert doctor_numpy.probe(None) == ({"numpy": "2"}, "")
    assert seen["OMP_NUM_THREADS"] == "3" and "OPENBLAS_NUM_THREADS" not in seen


@pytest.mark.slow
def test_the_probe_measures_products():
    found, problem = doctor_numpy.probe(1)
    assert problem == "" and [size["size"] for size in found["sizes"]] == [128, 768]
    assert all(size["gflops"] > 0 for size in found["sizes"])


def test_a_numpy_that_cannot_be_imported_is_a_fault_not_a_crash(tmp_path, monkeypatch):
    broken = tmp_path / "numpy" / "__init__.py"
    broken.parent.mkdir()
    broken.write_text("raise ImportError('DLL load failed')\n", encoding="utf-8")
    real = units.child_environment
    monkeypatch.setattr(
        doctor_numpy, "child_environment", lambda paths, threads: real([tmp_path], threads)
    )
    (finding,) = doctor_numpy.numpy(tmp_path)
    assert finding.state == "fault" and "DLL load failed" in finding.detail
    assert "install" in finding.fix and "numpy>=2" in finding.fix


def test_an_old_numpy_is_a_fault(tmp_path, monkeypatch, idle):
    old = speeds(1, 1) | {"numpy": "1.26.4"}
    monkeypatch.setattr(doctor_numpy, "probe", lambda threads: (old, ""))
    assert states(doctor_numpy.numpy(tmp_path))[0] == ("numpy", "fault")


def test_the_doctor_never_imports_numpy_itself():
    modules = "scratchtools.doctor, scratchtools.doctor_checks, scratchtools.doctor_numpy"
    code = f"import sys, {modules}; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_python_and_a_pythonpath_that_may_hide_packages(tmp_path, monkeypatch):
    monkeypatch.delenv("PYTHONPATH", raising=False)
    assert states(checks.python(tmp_path)) == [("python", "ok")]
    monkeypatch.setenv("PYTHONPATH", "somewhere")
    assert states(checks.python(tmp_path))[1] == ("python", "warning")


def test_an_unfinished_environment_is_a_fault(tmp_path):
    assert states(checks.environment(tmp_path)) == [(".venv", "warning")]
    (tmp_path / ".venv").mkdir()
    (finding,) = checks.environment(tmp_path)
    assert finding.state == "fault" and finding.fix


def test_packages_from_elsewhere_and_missing_ones_are_faults(tree):
    found = list(checks.packages(tree.root))
    assert {finding.state for finding in found} == {"fault"}
    details = " ".join(finding.detail for finding in found)
    assert "scratchtools is imported from" in details
    assert "not installed: t01_alpha, t02_beta" in details


def test_broken_metadata_is_a_fault(tree):
    tree.write("packages/t02-beta/pyproject.toml", "[project]\n")
    assert any("t02-beta" in finding.detail for finding in checks.packages(tree.root))


def test_libraries_are_named_and_a_missing_one_is_a_fault(tmp_path, monkeypatch):
    (finding,) = checks.libraries(tmp_path)
    assert finding.state == "ok" and "pytest " in finding.detail
    monkeypatch.setattr(checks, "NEEDED", ("no-such-library",))
    assert states(checks.libraries(tmp_path))[0] == ("libraries", "fault")


def test_a_machine_without_git_gets_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(checks.shutil, "which", lambda name: None)
    assert states(checks.git(tmp_path)) == [("git", "warning")]


def test_a_folder_that_is_no_repository_gets_a_warning(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (finding,) = checks.git(tmp_path)
    assert finding.state == "warning" and finding.fix


@pytest.mark.parametrize(("free", "state"), [(5e9, "ok"), (0.5e9, "warning"), (0.1e9, "fault")])
def test_little_disk_space_is_reported(tmp_path, monkeypatch, free, state):
    usage = type("Usage", (), {"free": free})
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda folder: usage)
    assert {finding.state for finding in checks.disk(tmp_path)} == {state}


def test_an_encoding_that_cannot_show_all_is_a_fault(tmp_path, monkeypatch):
    with open(tmp_path / "out.txt", "w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert states(checks.terminal(tmp_path)) == [("terminal", "fault"), ("terminal", "ok")]


def test_garbage_in_the_ledger_is_counted_and_costs_a_warning(tree):
    (finding,) = checks.ledger(tree.root)
    assert (finding.state, finding.detail) == ("ok", "none yet")
    tree.write("learn/ledger.jsonl", "garbage\n{\n")
    (finding,) = checks.ledger(tree.root)
    assert finding.state == "warning" and finding.detail.startswith("2 lines are no records")
    assert "learn/ledger.jsonl" in Path(finding.fix.split()[-1]).as_posix()


def test_a_learner_folder_that_cannot_be_written_is_a_fault(tree, monkeypatch):
    assert states(checks.learner_folder(tree.root)) == [("learn", "ok")]

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "TemporaryFile", refuse)
    (finding,) = checks.learner_folder(tree.root)
    assert finding.state == "fault" and "SCRATCH_LEARN" in finding.fix


def test_a_fault_means_exit_code_one_and_every_fault_has_a_fix(tree, monkeypatch):
    monkeypatch.setattr(doctor_numpy, "probe", lambda threads: (None, "cannot be used: gone"))
    result = tree.run("doctor", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1 and found["ok"] is False
    faults = [check for check in found["checks"] if check["state"] == "fault"]
    assert len(faults) == found["faults"] and all(check["fix"] for check in faults)
    plain = tree.run("doctor").output
    assert plain.count("fix:") >= found["faults"] and "FAULT    numpy" in plain
