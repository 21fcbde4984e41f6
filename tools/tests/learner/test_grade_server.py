"""Gradings from a warm process: the same verdicts, and nothing carried from one to the next."""

import os
import select
import signal
import threading
import time

import pytest
from scratchtools import grade_process
from scratchtools.grade import imported_modules, run_tests, start_server
from scratchtools.grade_server import can_serve

pytestmark = pytest.mark.skipif(not can_serve(), reason="this system cannot fork a warm process")


@pytest.fixture
def server(tree):
    topic = tree.topics["t01"]
    made = start_server(topic, topic.source, [])
    yield made
    made.close()
    assert made.process.returncode is not None


def test_verdicts_are_those_of_a_process_of_its_own(grade, server):
    bodies = {
        "right": None,
        "wrong": "    return a * b",
        "raises": "    raise ValueError('no')",
        "skips": "    import pytest; pytest.skip('fine')",
        "leaves": "    import os; os._exit(0)",
        "crashes": "    import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    }
    for body in bodies.values():
        alone, served = grade(body=body), grade(body=body, server=server)
        assert served.passed == alone.passed == (body is None)
        assert served.problem == alone.problem
        assert [r.message for r in served.results] == [r.message for r in alone.results]
        assert served.steps == alone.steps


def test_a_version_leaves_nothing_behind_for_the_next(grade, server):
    spoil = (
        "import builtins, os, sys\nimport numpy as np\nnp.add = None\nbuiltins.len = None\n"
        "os.environ['SPOILT'] = '1'\nsys.path.insert(0, '/spoilt')\n"
    )
    look = (
        "import os, sys\nimport numpy as np\n"
        "assert np.add(1, 2) == len('123') and 'SPOILT' not in os.environ\n"
        "assert '/spoilt' not in sys.path\n"
    )
    assert not grade(first=spoil, server=server).passed
    assert grade(first=look, server=server).passed


def test_the_code_under_test_comes_from_its_folder_only(tree, grade, server):
    tree.reference.write_text("raise RuntimeError('the reference was imported')\n")
    assert grade(server=server).passed


def test_earlier_topics_are_imported_once_from_the_overlay(tree):
    tree.verified("t02-doubling")
    topic, source = tree.topics["t02"], tree.learn / "t02-doubling/src"
    overlay = [tree.topics["t01"].source]
    server = start_server(topic, topic.source, overlay)
    try:
        assert run_tests(topic, source, overlay=overlay, server=server).passed
        tree.reference.write_text("raise RuntimeError('imported again')\n")
        assert run_tests(topic, source, overlay=overlay, server=server).passed
        assert "imported again" in (run_tests(topic, source, overlay=overlay).problem or "")
    finally:
        server.close()


def test_an_endless_loop_ends_and_the_server_goes_on(grade, server):
    began = time.monotonic()
    outcome = grade(body="    while True: pass", server=server, timeout=1.0)
    assert "time limit of 1 s reached" in outcome.problem
    assert time.monotonic() - began < 30
    assert grade(server=server).passed


def test_too_much_memory_is_refused_in_the_child_alone(grade, server):
    body = "    import numpy as np\n    return np.ones(2**28).sum()"
    outcome = grade(body=body, server=server, memory_mb=1024)
    assert not outcome.passed
    assert "memory limit" in " ".join(r.message for r in outcome.results)
    assert grade(server=server).passed


def test_without_its_server_a_version_is_graded_all_the_same(grade, server):
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert grade(server=server).passed
    assert not grade(body="    return 0", server=server).passed


def test_a_server_that_dies_while_it_grades_counts_as_a_failure(grade, server):
    def kill(event):
        if event["kind"] == "start":
            os.kill(server.process.pid, signal.SIGKILL)

    outcome = grade(body="    import time; time.sleep(60)", server=server, on_event=kill)
    assert not outcome.passed
    assert outcome.duration < 30


@pytest.fixture
def printed(tmp_path):
    with (tmp_path / "printed.txt").open("wb") as file:
        yield file.fileno()


def test_the_number_of_a_child_is_a_group_at_once_and_its_own_until_the_next(server, printed):
    for _ in range(3):
        child = server.start({}, printed)  # ends at once: it is told nothing
        with child.stdout:
            assert os.getpgid(child.pid) == child.pid
            os.killpg(child.pid, signal.SIGKILL)
            assert child.wait() in (-signal.SIGKILL, 1)
            os.killpg(child.pid, signal.SIGKILL)  # nobody has reaped it
    server.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


def test_the_exit_code_is_that_of_the_child(server, printed):
    child = server.start({}, printed)
    with child.stdout:
        assert select.select([server.connection], [], [], 30)[0]
        assert (child.poll(), child.poll(), child.wait()) == (1, 1, 1)


def test_a_closed_connection_is_a_server_that_is_gone(server, printed):
    first = server.start({}, printed)
    with first.stdout:
        server.connection.close()
        assert (first.poll(), first.wait()) == (-9, -9)
    with pytest.raises(ConnectionError, match="the grading server is gone"):
        server.start({}, printed)


@pytest.mark.parametrize("sent", [b"", b"000000ff", b"000000ff{"], ids=["none", "length", "part"])
def test_a_server_ends_when_nobody_asks_any_more(server, sent):
    server.connection.sendall(sent)
    server.connection.close()
    assert server.process.wait(timeout=30) == 0


def test_an_endless_print_is_limited_in_a_served_child(grade, server, monkeypatch):
    monkeypatch.setattr(grade_process, "FILE_MB", 1)
    outcome = grade(first="while True: print('x' * 9999)\n", server=server)
    assert "printed or wrote more than 1 MB" in outcome.problem
    assert grade(server=server).passed


def test_gradings_that_are_stopped_end_their_child(grade, server, monkeypatch):
    def stop(event):
        grade_process.STOP.set()

    monkeypatch.setattr(grade_process, "STOP", threading.Event())
    began = time.monotonic()
    for warm in (server, None):
        grade_process.STOP.clear()
        with pytest.raises(grade_process.Stopped):
            grade(body="    import time; time.sleep(60)", server=warm, on_event=stop)
    assert time.monotonic() - began < 30


def test_modules_are_read_from_the_syntax_tree(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("import numpy.testing as t, os\nfrom a.b import c\nfrom . import d\nraise 1\n")
    assert imported_modules(path) == {"numpy", "os", "a"}
