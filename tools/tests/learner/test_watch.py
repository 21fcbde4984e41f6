"""Watching: reruns on a change, keys do what the menu says, and nothing is left running."""

import os
import re
import sys
import time
from types import SimpleNamespace

import pytest
from scratchtools import watch as watching
from scratchtools.learner import Workspace
from scratchtools.watch import Changed, Quit, Watcher


class Script:
    """Keys pressed by a script: each entry is a key or something to do."""

    def __init__(self, *steps):
        self.steps = list(steps)

    def read(self, seconds):
        if seconds == 0:
            return ""
        step = self.steps.pop(0)
        if callable(step):
            step()
            return ""
        return step


@pytest.fixture
def watched(tree, monkeypatch, capsys):
    """Run a script of keys against gradings that pass when the file says `good`."""
    tree.json("start", "t01")
    workspace = Workspace.open(tree.root)
    topic = tree.topics["t01"]
    runs = []

    def grade(workspace, topic, topics, *, on_event, on_tick):
        on_tick()
        runs.append(tree.own.read_text())
        passed = "good" in runs[-1]
        outcome = SimpleNamespace(
            passed=passed, results=[], steps=[], problem=None if passed else "bad code",
            printed="", longrepr="the traceback", first_failure=lambda: None,
        )  # fmt: skip
        prints = workspace.fingerprints(topic)
        return watching.Grading(topic, outcome, [], prints, steady=True)

    monkeypatch.setattr(watching, "grade", grade)

    def run(*keys):
        watcher = Watcher(workspace, topic, tree.topics, Script(*keys))
        with pytest.raises(Quit):
            watcher.loop()
        return len(runs), capsys.readouterr().out

    return run


def test_q_leaves_after_the_first_run(watched):
    runs, text = watched("q")
    assert runs == 1
    assert "[h] hint  [r] run" in text
    assert "bad code" in text


def test_a_change_or_r_runs_again_and_a_quiet_file_does_not(tree, watched):
    runs, text = watched("", "", lambda: tree.write("# good\n"), "r", "Q")
    assert runs == 3
    assert "scratch verify t01" in text


def test_t_shows_the_traceback_without_another_run(watched):
    runs, text = watched("t", "q")
    assert runs == 1
    assert text.count("the traceback") == 1


def test_h_shows_the_next_hint_each_time(watched, monkeypatch):
    monkeypatch.setattr(watching, "failing_exercise", lambda *_: "add")
    _, text = watched("h", "h", "q")
    assert "add   hint 1 of 3" in text
    assert "add   hint 2 of 3" in text


def test_s_shows_the_solution_only_after_a_yes(tree, watched):
    _, text = watched("s", "n", "q")
    assert "Give up and see the reference? [y/N]" in text
    assert "return a + b" not in text
    _, text = watched("s", "y", "q")
    assert "+    return a + b" in text
    assert tree.json("progress")["topics"][0]["gave_up"] is True


def test_v_verifies_and_says_so(tree, watched):
    _, text = watched("v", "q")
    assert "t01 is not verified" in text
    tree.write("# good\n")
    _, text = watched("v", "q")
    assert "t01 is verified" in text
    assert tree.json("progress")["topics"][0]["state"] == "verified"


def test_v_refuses_edited_tests_and_goes_on_watching(tree, watched):
    (tree.topics["t01"].tests / "test_1_add.py").write_text("")
    _, text = watched("v", "q")
    assert "are not the original ones" in text


def test_a_key_during_a_run_stops_it_or_waits_and_a_change_restarts_it(tree):
    tree.json("start", "t01")
    workspace = Workspace.open(tree.root)
    keys = SimpleNamespace(read=lambda seconds: pressed.pop())
    watcher = Watcher(workspace, tree.topics["t01"], tree.topics, keys)
    watcher.stamp = watcher._stamp()
    pressed = ["t"]
    watcher._tick()
    assert watcher.waiting == "t"
    pressed = ["q"]
    with pytest.raises(Quit):
        watcher._tick()
    tree.write("changed = 1\n")
    pressed = [""]
    with pytest.raises(Changed):
        watcher._tick()


class Terminal:
    """A process on a pseudo-terminal, with what it wrote so far."""

    def __init__(self, *words):
        import pty
        import subprocess
        import termios

        self.leader, self.follower = pty.openpty()
        self.attributes = lambda: termios.tcgetattr(self.follower)
        self.before, self.text = self.attributes(), ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scratchtools", *words],
            **dict.fromkeys(("stdin", "stdout", "stderr"), self.follower),
            env={**os.environ, "TERM": "xterm-256color"},
            start_new_session=True,
        )

    def press(self, key):
        os.write(self.leader, key.encode())

    def wait_for(self, expected):
        import select

        deadline = time.monotonic() + 60
        while expected not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.text):
            assert time.monotonic() < deadline, self.text
            if select.select([self.leader], [], [], 0.1)[0]:
                self.text += os.read(self.leader, 65536).decode(errors="replace")

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.leader)
        os.close(self.follower)


@pytest.fixture
def terminal(tree):
    terminal = Terminal("learn", "t01")
    yield terminal
    terminal.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_on_a_terminal_learn_watches_reruns_and_leaves_the_terminal_as_it_was(tree, terminal):
    terminal.wait_for("not written yet: add")
    terminal.wait_for("[q] quit")
    terminal.press("h")
    terminal.wait_for("hint 1 of 3")
    tree.solve()
    terminal.wait_for("scratch verify t01")
    terminal.press("v")
    terminal.wait_for("t01 is verified: all 3 tests pass")
    terminal.press("q")
    terminal.wait_for("to come back:")
    assert terminal.process.wait(10) == 0
    assert terminal.attributes() == terminal.before
    assert "\x1b[32m" in terminal.text
