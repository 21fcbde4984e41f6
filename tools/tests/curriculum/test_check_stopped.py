"""`scratch check` that is stopped: it ends soon, and nothing that it started goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from scratchtools import grade, variants
from scratchtools.grade_process import STOP
from scratchtools.grade_server import can_serve
from scratchtools.traps import check

ALPHA = "packages/t01-alpha"
# `python -m scratchtools`, whether or not the tests run where SIGINT is ignored
COMMAND = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from scratchtools.cli import main; main(prog_name='scratch')"
)
WAITS = '''"""Wait"""

import os
import time
from pathlib import Path


def test_waits_in_every_version_but_the_first():
    marks = Path({marks!r})
    if len(list(marks.iterdir())) >= {free}:
        (marks / f"waits-{{os.getpid()}}").touch()
        time.sleep(60)
    (marks / str(os.getpid())).touch()
'''


@pytest.fixture
def marks(tmp_path_factory):
    return tmp_path_factory.mktemp("marks")


@pytest.fixture
def alpha(empty, marks):
    """A repository with a topic; `free` versions of it run through before the first one waits."""
    empty.add(1, "alpha")

    def wait_after(free):
        text = WAITS.format(marks=str(marks), free=free)
        empty.write(f"{ALPHA}/tests/test_1_center.py", text)
        return empty

    return wait_after


def waiting(marks):
    return [int(path.name.partition("-")[2]) for path in marks.glob("waits-*")]


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid):
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return status.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs POSIX")
@pytest.mark.parametrize("free", [0, 1], ids=["reference", "others"])
def test_ctrl_c_ends_it_at_once_without_a_traceback(alpha, marks, free):
    tree = alpha(free)
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "check", "t01", "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tree.root,
    )
    wait_for(lambda: len(waiting(marks)) == 1 + free)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    said, _ = process.communicate(timeout=60)
    assert time.monotonic() - began < 4  # 2 on a machine with nothing else to do
    assert (process.returncode, said.strip()) == (130, "error: stopped")
    wait_for(lambda: not any(is_alive(pid) for pid in waiting(marks)))


@pytest.mark.slow
@pytest.mark.skipif(not can_serve(), reason="this system cannot fork a warm process")
def test_an_error_ends_what_runs_before_it_is_raised(alpha, marks, monkeypatch):
    tree, made = alpha(1), []
    judge, start = variants.judge_variant, grade.start_server

    def fail(variant, *rest):
        if variant.kind == "reference":
            return judge(variant, *rest)
        raise RuntimeError("a bug")

    def start_server(*arguments):
        made.append(start(*arguments))
        return made[-1]

    run = variants.run_variant

    def run_variant(variant, *rest):
        if variant.kind != "starter":
            return run(variant, *rest)
        wait_for(lambda: len(waiting(marks)) == 1)
        return grade.Outcome(True)

    monkeypatch.setattr(variants, "judge_variant", fail)
    monkeypatch.setattr(variants, "run_variant", run_variant)
    monkeypatch.setattr(grade, "start_server", start_server)
    threads = threading.active_count()
    with pytest.raises(RuntimeError, match="a bug"):
        check(tree.root, tree.topics, list(tree.topics.values()), jobs=2)
    assert [server.process.returncode is not None for server in made] == [True, True]
    assert not STOP.is_set()
    assert not any(is_alive(pid) for pid in waiting(marks))
    wait_for(lambda: threading.active_count() <= threads)
