"""Grading against tricks in a real child process: each is seen through and said plainly."""

import os
import subprocess
import sys
import time

import pytest

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


def messages(outcome):
    return " | ".join([outcome.problem or "", *(r.message for r in outcome.results)])


PATCHES = {
    "runtest": "import _pytest.python as p\np.Function.runtest = lambda self: None\n",
    "reports": (
        "import _pytest.reports as r\n"
        "old = r.TestReport.from_item_and_call\n"
        "def kind(item, call):\n    call.excinfo = None\n    return old(item, call)\n"
        "r.TestReport.from_item_and_call = kind\n"
    ),
    "allclose": (
        "import numpy as np\nnp.allclose = np.testing.assert_allclose = lambda *a, **k: True\n"
    ),
    "quietly": (
        "import _pytest.python as p\n"
        "import gc, types\n"
        "def quiet(self): return None\n"
        "p.Function.runtest.__code__ = quiet.__code__\n"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", PATCHES)
def test_replacing_parts_of_the_judge_is_noticed(grade, case):
    outcome = grade(first=PATCHES[case])
    assert not outcome.passed
    assert "the checks themselves were changed while your code ran" in outcome.problem


@pytest.mark.slow
def test_a_patch_that_is_undone_in_time_is_caught_by_the_canaries(grade):
    first = """
import atexit
import _pytest.runner as runner
import _pytest.main as main
honest, session_finish = runner.CallInfo.from_call, main.Session.__hash__

def kind(function, when, reraise=None):
    def run():
        try:
            function()
        except BaseException:
            pass
    return honest(run, when, reraise)

runner.CallInfo.from_call = kind
import _pytest.unraisableexception, gc, sys
import _pytest.terminal as terminal
finish = terminal.TerminalReporter.pytest_sessionfinish

class Undo:
    def pytest_unconfigure(self):
        runner.CallInfo.from_call = honest

import pytest
import pluggy
for manager in [o for o in gc.get_objects() if isinstance(o, pytest.PytestPluginManager)]:
    manager.register(Undo())
"""
    outcome = grade(first=first, body="    return a * b")
    assert not outcome.passed
    assert "the checks themselves were changed" in outcome.problem


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("first", "body", "expected"),
    [
        ("import os\nif os.fork():\n    os._exit(0)\n", None, "ended the process while it was"),
        ("", "    import os\n    os.fork() and os._exit(0)\n    return a + b", "test_the_sum_is_"),
        (
            "",
            "    import os\n    os._exit(0)",
            "while test_the_sum_is_exact[1-2-3] ran",
        ),
        ("", "    raise KeyboardInterrupt", "your code stopped the test run"),
        ("", "    import os\n    os.kill(os.getpid(), 9)", "killed by SIGKILL"),
        ("", "    input()", "your code waits for input"),
    ],
    ids=["fork-import", "fork", "exit", "interrupt", "kill", "input"],
)
def test_leaving_the_process_is_no_way_out(grade, first, body, expected):
    outcome = grade(first=first, body=body)
    assert not outcome.passed
    assert expected in messages(outcome)


@pytest.mark.slow
@POSIX
def test_a_fork_that_goes_on_alone_has_no_say_and_does_not_survive(grade, tmp_path):
    mark = tmp_path / "alive"
    body = (
        "    import os, time\n    if os.fork() == 0:\n"
        f"        open({str(mark)!r}, 'w').write(str(os.getpid()))\n        time.sleep(60)\n"
        f"    while not os.path.exists({str(mark)!r}): time.sleep(0.01)\n"
        "    return a * b"
    )
    began = time.monotonic()
    outcome = grade(body=body)
    assert not outcome.passed
    assert time.monotonic() - began < 50
    pid = int(mark.read_text())
    time.sleep(0.2)
    assert not _is_alive(str(pid))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends the child on Linux")
def test_nothing_goes_on_when_the_grading_process_is_killed(tree, tmp_path):
    tree.json("start", "t01")
    mark = tmp_path / "pid"
    tree.write(f"import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\nwhile True: pass\n")
    parent = subprocess.Popen([sys.executable, "-m", "scratchtools", "verify", "t01"])
    while not (mark.exists() and mark.read_text()):
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 20
    while _is_alive(mark.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert tree.json("progress")["percent"] == 0.0


def _is_alive(pid):
    status = subprocess.run(["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True)
    return status.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("while True:\n    pass\n", None, "reached while importing your code: an endless loop?"),
        (None, "    while True:\n        pass", "reached in test_the_sum_is_exact[1-2-3]: an end"),
    ],
    ids=["import", "function"],
)
def test_an_endless_loop_meets_the_time_limit(grade, text, body, expected):
    outcome = grade(text, body=body, timeout=2)
    assert not outcome.passed
    assert f"time limit of 2 s {expected}" in outcome.problem


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel enforces the limit on Linux")
def test_a_memory_hog_meets_the_memory_limit(grade):
    body = "    hog = []\n    while True:\n        hog.append(bytearray(2**25))"
    outcome = grade(body=body, memory_mb=700)
    assert not outcome.passed
    assert "the memory limit was reached" in outcome.results[0].message


@pytest.mark.slow
def test_files_placed_beside_the_solution_are_never_used(tree, grade):
    source = tree.learn / "t01-adding/src"
    for name in ("conftest", "sitecustomize", "usercustomize", "pytest", "numpy", "json"):
        (source / f"{name}.py").write_text(f"raise RuntimeError('{name} was used')\n")
    for name in ("scratchcore", "_pytest", "scratchtools"):
        (source / name).mkdir()
        (source / name / "__init__.py").write_text("raise RuntimeError('used')\n")
    for name in ("conftest.py", "pytest.ini", "pyproject.toml"):
        (source.parent / name).write_text("raise RuntimeError('used')\n")
    assert grade().passed
    assert not grade(body="    return a * b").passed


@pytest.mark.slow
def test_replacing_a_test_or_what_it_checks_with_is_noticed(grade):
    body = (
        "    import sys\n"
        "    for name, module in list(sys.modules.items()):\n"
        "        if name.startswith('test_') and hasattr(module, 'Counter'):\n"
        "            module.test_a_counter_counts_its_steps.__code__ = (lambda: None).__code__\n"
        "    return a + b"
    )
    outcome = grade(body=body)
    assert not outcome.passed
    assert "test_a_counter_counts_its_steps replaced" in outcome.problem
    fake = (
        "import sys, types, numpy\n"
        "fake = types.ModuleType('numpy')\n"
        "fake.__dict__.update(vars(numpy))\n"
        "fake.allclose = lambda *a, **k: True\n"
        "sys.modules['numpy'] = fake\n"
    )
    outcome = grade(first=fake)
    assert not outcome.passed
    assert "numpy replaced" in outcome.problem
