"""Edited, removed or added graded tests are noticed, in a git checkout and without one."""

import os
import subprocess

import pytest
from scratchtools.integrity import changed_tests, differences, graded_hashes

GIT = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]


def git(root, *words):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run([*GIT, *words], cwd=root, check=True, capture_output=True, env=environment)


@pytest.fixture
def committed(tree):
    git(tree.root, "init", "-q")
    git(tree.root, "add", "packages")
    git(tree.root, "commit", "-qm", "x")
    return tree


def edit(tests):
    (tests / "test_1_add.py").write_text("def test_nothing():\n    pass\n")


def test_tests_as_committed_are_fine_whatever_the_line_endings(committed):
    topic = committed.topics["t01"]
    path = topic.tests / "test_1_add.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (topic.tests / "test_oracle.py").write_text("free = True\n")
    assert changed_tests(topic, None) == ([], "")


@pytest.mark.parametrize(
    ("change", "name", "fix"),
    [
        (edit, "test_1_add.py", "git checkout HEAD -- packages/t01-adding/tests"),
        (
            lambda tests: (tests / "test_2_count.py").unlink(),
            "test_2_count.py",
            "git checkout HEAD -- packages/t01-adding/tests",
        ),
        (
            lambda tests: (tests / "conftest.py").write_text("x = 1\n"),
            "conftest.py",
            "delete packages/t01-adding/tests/conftest.py",
        ),
    ],
    ids=["edited", "removed", "added"],
)
def test_a_change_since_the_last_commit_is_named_with_its_cure(committed, change, name, fix):
    topic = committed.topics["t01"]
    change(topic.tests)
    assert changed_tests(topic, None) == ([name], fix)
    git(committed.root, "add", "-A", "packages")  # staging it changes nothing
    assert changed_tests(topic, graded_hashes(topic)) == ([name], fix)


def test_hiding_an_edit_from_the_index_does_not_help(committed):
    topic = committed.topics["t01"]
    path = "packages/t01-adding/tests/test_1_add.py"
    git(committed.root, "update-index", "--assume-unchanged", path)
    edit(topic.tests)
    assert changed_tests(topic, None)[0] == ["test_1_add.py"]


def test_without_git_the_tests_are_compared_with_those_at_the_start(tree):
    topic = tree.topics["t01"]
    recorded = graded_hashes(topic)
    assert changed_tests(topic, recorded) == ([], "")
    edit(topic.tests)
    names, fix = changed_tests(topic, recorded)
    assert names == ["test_1_add.py"]
    assert "scratch start t01 --accept-tests" in fix


@pytest.mark.parametrize("change", [edit, lambda tests: (tests / "test_2_count.py").unlink()])
def test_verify_refuses_changed_tests_and_says_how_to_restore_them(committed, change):
    committed.json("start", "t01")
    committed.solve()
    change(committed.topics["t01"].tests)
    document = committed.json("verify", "t01", code=1)
    assert "are not the original ones" in document["error"]
    assert document["fix"] == "git checkout HEAD -- packages/t01-adding/tests"
    assert committed.json("progress")["percent"] == 0.0


def test_an_updated_course_without_git_is_accepted_when_asked(tree):
    tree.json("start", "t01")
    edit(tree.topics["t01"].tests)
    assert "are not the original ones" in tree.json("verify", "t01", code=1)["error"]
    tree.json("start", "t01", "--accept-tests")
    topic = tree.topics["t01"]
    start = tree.json("export")["records"][-1]
    assert start["tests"] == graded_hashes(topic)


def test_differences_are_named_on_both_sides():
    assert differences({"a": "1", "b": "2"}, {"b": "3", "c": "4"}) == ["a", "b", "c"]
