"""Grading in a real child process: honest code passes, and nothing else does."""

import os
import queue
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from scratchtools import grade_process
from scratchtools.grade import graded_files, read_tests, run_tests
from scratchtools.grade_process import resident_mb

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


def messages(outcome):
    return " | ".join([outcome.problem or "", *(r.message for r in outcome.results)])


def test_honest_code_passes_though_the_reference_is_broken(tree, grade):
    tree.reference.write_text("raise RuntimeError('broken reference')\n")
    outcome = grade(first="print('hello')\n", body="    print('adding')\n    return a + b")
    assert outcome.passed, messages(outcome)
    assert outcome.problem is None
    assert [tuple(step) for step in outcome.steps] == [
        ("test_1_add", "Add two numbers", 2, 0),
        ("test_2_count", "Count upwards", 1, 0),
    ]
    assert outcome.printed == "hello"
    assert outcome.results[0].output.strip() == "adding"


def test_failures_in_functions_fail_their_tests_and_say_what_happened(tree, grade):
    step = "        self.count = add(self.count, by)\n        return self.count\n"
    bad = (
        "        import atexit, os, pytest\n"
        "        atexit.register(lambda: os._exit(0))\n"
        "        pytest.skip('all fine')\n"
    )
    text = tree.own.read_text().replace(step, bad)
    body = (
        "    print('3 passed in 0.01s')\n    import sys\n"
        "    return add(a, b) if a > 4 else sys.exit(0)"
    )
    outcome = grade(text, body=body)
    assert not outcome.passed
    first, second, third = outcome.results
    assert re.search(r"your code called sys.exit\(0\) \(.*adding.py:\d+\)", first.message)
    assert "your code calls itself without end" in second.message
    assert third.outcome == "skipped"
    assert first.output == "3 passed in 0.01s\n"


def test_the_starter_fails_every_step_with_the_exercise_to_write(tree, grade):
    tree.json("reset", "t01")
    outcome = grade(tree.own.read_text())
    assert [step.passed for step in outcome.steps] == [0, 0]
    assert outcome.results[0].exercise == "add"
    assert re.fullmatch(r"not written yet: add \(.*adding.py:\d+\)", outcome.results[0].message)


def test_the_first_failure_ends_a_fail_fast_run(grade):
    outcome = grade(body="    return a * b", fail_fast=True)
    assert [result.message == "this test did not run" for result in outcome.results] == [
        False,
        True,
        True,
    ]


def test_what_a_child_sent_before_it_ended_counts_however_late_it_arrives(grade, monkeypatch):
    at_once = grade_process._pump

    def pump_late(pipe, lines):
        held = queue.SimpleQueue()
        at_once(pipe, held)
        time.sleep(5 * grade_process.POLL)  # the child is gone for several looks at the clock
        while True:
            lines.put(line := held.get())
            if line is None:
                return

    monkeypatch.setattr(grade_process, "_pump", pump_late)
    outcome = grade(body="    return a + b")
    assert outcome.passed, messages(outcome)


NEVER = {
    "raise": ("raise ValueError('no')\n", "cannot be imported: ValueError: no"),
    "syntax": ("def add(a, b:\n", "cannot be imported: SyntaxError"),
    "print": ("print('3 passed')\n", "cannot import name"),
    "exit": ("import sys\nprint('3 passed')\nsys.exit(0)\n", "your code called sys.exit(0)"),
    "hard exit": ("import os\nos._exit(0)\n", "ended the process while it was imported"),
}


@pytest.mark.parametrize("case", NEVER)
def test_a_file_without_the_solution_never_passes(grade, case):
    text, expected = NEVER[case]
    outcome = grade(text)
    assert not outcome.passed
    assert expected in messages(outcome)


ENDLESS = "while True: print('x' * 9999)"
TOO_LARGE = "OSError: printed or wrote more than 1 MB to one file"


@POSIX
def test_what_an_import_prints_without_end_is_limited(grade, monkeypatch):
    monkeypatch.setattr(grade_process, "FILE_MB", 1)
    outcome = grade(first=f"{ENDLESS}\n")
    assert f"your code cannot be imported: {TOO_LARGE}" in outcome.problem
    assert re.search(r"an endless loop\? \(.*adding.py:1\)$", outcome.problem)
    assert "x" * 100 in outcome.printed
    assert len(outcome.printed) <= grade_process.SHOWN


@POSIX
def test_what_is_printed_beyond_the_limit_is_not_kept(grade, monkeypatch):
    monkeypatch.setattr(grade_process, "FILE_MB", 1)
    caught = (
        f"try:\n    {ENDLESS}\nexcept OSError:\n    for _ in range(9): pass\n"
        "import os\nassert 0 < os.fstat(1).st_size <= 2**17\n"
    )
    body = "    " + caught.replace("\n", "\n    ") + "return a + b"
    outcome = grade(first=caught, body=body)
    assert outcome.passed, messages(outcome)


@POSIX
def test_what_a_test_prints_without_end_is_limited(grade, monkeypatch):
    monkeypatch.setattr(grade_process, "FILE_MB", 1)
    outcome = grade(body=f"    {ENDLESS}")
    assert outcome.problem is None
    assert not any(step.passed for step in outcome.steps)
    assert TOO_LARGE in outcome.results[0].message
    assert all(0 < len(result.output) <= 4000 for result in outcome.results)


@POSIX
def test_a_file_that_grows_without_end_is_limited(tree, grade, monkeypatch):
    monkeypatch.setattr(grade_process, "FILE_MB", 1)
    path = tree.root / "large"
    body = f"    with open({str(path)!r}, 'wb') as f:\n        while True: f.write(b'x' * 9999)"
    outcome = grade(body=body)
    assert TOO_LARGE in outcome.results[0].message
    assert path.stat().st_size == 2**20


def test_only_the_end_of_what_was_printed_is_read(tmp_path):
    path = tmp_path / "printed.txt"
    for text, end in {"": "", "é\r\nb": "é\nb", "a" + "𝄞" * 5000: "𝄞" * 4000}.items():
        path.write_bytes(text.encode())
        assert grade_process._last_words(path) == end


@POSIX
def test_the_memory_of_a_process_is_measured_where_the_kernel_sets_no_limit():
    assert 5 < resident_mb(os.getpid()) < 4000


@pytest.mark.slow
def test_an_edit_within_the_same_second_is_seen(tree, grade):
    assert grade().passed
    subprocess.run(
        [sys.executable, "-c", "import t01_adding"],
        cwd=tree.learn / "t01-adding/src",
        env={**os.environ, "PYTHONPATH": str(tree.learn / "t01-adding/src")},
        check=True,
    )
    stat = tree.own.stat()
    tree.write(tree.own.read_text().replace("return a + b", "return a - b"))
    os.utime(tree.own, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    source = tree.learn / "t01-adding/src"
    assert not run_tests(tree.topics["t01"], source).passed


@pytest.mark.slow
def test_a_later_topic_runs_on_the_overlay(tree):
    tree.verified()
    tree.json("start", "t02")
    tree.solve("t02-doubling")
    tree.reference.write_text("raise RuntimeError('the reference was imported')\n")
    assert tree.json("verify", "t02")["topics"][0]["state"] == "verified"
    tree.write("x = 1\n")  # stale: back to the reference, which is broken
    document = tree.json("verify", "t02", code=1)
    assert "t01 is stale" in document["topics"][0]["notices"][0]
    assert "the reference was imported" in document["topics"][0]["problem"]


def test_graded_files_are_the_numbered_ones_in_their_order(tree):
    tests = tree.topics["t01"].tests
    for name in ("test_10_last.py", "test_oracle.py", "conftest.py", "test_data.py"):
        (tests / name).write_text('"""Last."""\n')
    names = [path.name for path in graded_files(tree.topics["t01"])]
    assert names == ["test_1_add.py", "test_2_count.py", "test_10_last.py"]


def test_a_test_file_is_read_without_being_imported(tmp_path):
    path = tmp_path / "test_1_x.py"
    path.write_text(
        '"""The title\n\nMore."""\nraise RuntimeError\ndef test_a(): ...\ndef helper(): ...\n'
        "class TestB:\n    def test_c(self): ...\nclass Other:\n    def test_d(self): ...\n"
    )
    file = read_tests(path)
    assert (file.title, file.tests) == ("The title", ("test_a", "TestB::test_c"))
    assert file.step == "test_1_x"


def test_a_topic_without_tests_never_passes(tree):
    outcome = run_tests(tree.topics["t03"], Path(tree.root / "packages/t03-extra/src"))
    assert not outcome.passed
    assert "has no tests" in outcome.problem
