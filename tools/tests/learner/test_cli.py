"""The command line itself: fast, helpful, and JSON to the last error."""

import errno
import json
import os
import subprocess
import sys

import click
import pytest
from scratchtools import console
from scratchtools.cli import SHELLS, TABLE, main

OWN = [name for name, entry in TABLE.items() if entry[0].startswith(("commands_", "cli"))]
HEAVY = ["numpy", "pytest", "rich", "matplotlib", "scratchcore", "torch", "hypothesis", "pyperf"]


def modules_after(words, tree):
    """Run a command in a new interpreter and return the heavy modules it imported."""
    code = f"""
import sys
from scratchtools.cli import main
try:
    main({words!r}, prog_name="scratch")
except SystemExit as end:
    assert not end.code, end.code
print("IMPORTED", [name for name in {HEAVY!r} if name in sys.modules])
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tree.root
    )
    return answer.stdout.rpartition("IMPORTED ")[2].strip()


@pytest.mark.parametrize(
    "words",
    [["--help"], ["learn", "--help"], ["progress", "--json"], ["topics", "--json"]],
    ids=" ".join,
)
def test_nothing_heavy_is_imported_for_a_quick_answer(tree, words):
    assert modules_after(words, tree) == "[]"


def test_text_for_people_imports_rich_and_nothing_heavier(tree):
    tree.json("start", "t01")
    for words in (["learn"], ["progress"], ["hint", "t01", "add", "1"]):
        assert modules_after(words, tree) == "['rich']"


def test_help_lists_every_command(tree):
    text = tree.run("--help").output
    for name, (_, _, line) in TABLE.items():
        assert f"  {name}  " in text or f"  {name} " in text
        assert line in text


@pytest.mark.parametrize("name", OWN)
def test_every_command_helps_with_an_example_and_speaks_json(tree, name):
    result = tree.run(name, "--help")
    assert result.exit_code == 0
    assert f"Example: scratch {name}" in result.output
    assert "--json" in result.output


def test_a_wrong_command_is_corrected(tree):
    result = tree.run("verfy")
    assert result.exit_code == 2
    assert "no command 'verfy': did you mean verify?" in result.stderr
    assert tree.json("xyzzy", code=2)["error"] == "no command 'xyzzy'"


def test_a_wrong_topic_is_corrected(tree):
    result = tree.run("start", "dubling")
    assert result.exit_code == 2
    assert "did you mean t02-doubling?" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("name", ["t01", "1", "01", "adding", "t01-adding", "t01_adding"])
def test_a_topic_has_many_names(tree, name):
    assert tree.json("questions", name)["questions"][0]["topic"] == "t01"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nope"], 2),
        (["start"], 2),
        (["start", "t99"], 2),
        (["start", "t01", "--nope"], 2),
        (["test"], 2),
        (["test", "t01"], 2),
        (["solution", "t01"], 2),
        (["hint", "t01", "nothing"], 2),
        (["start", "t03"], 2),
        (["completion", "tcsh"], 2),
        (["import", "/nowhere"], 2),
        (["reset", "t01"], 2),
    ],
    ids=str,
)
def test_errors_are_json_too_and_nothing_else_is_on_stdout(tree, words, code):
    document = tree.json(*words, code=code)
    assert list(document)[:2] == ["command", "ok"]
    assert document["ok"] is False
    assert document["error"]


def test_an_internal_error_is_json_and_keeps_its_traceback(tree, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("scratchtools.commands_progress.summary", broken)
    result = tree.run("progress", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == "internal error: ZeroDivisionError: oops"
    assert isinstance(result.exception, ZeroDivisionError)


def test_a_faulty_package_does_not_stop_the_others(tree):
    (tree.root / "packages/t02-doubling/pyproject.toml").write_text("[project\n")
    assert tree.json("start", "t01")["ok"] is True
    document = tree.json("start", "t02", code=1)
    assert "pyproject.toml" in document["error"]


def test_outside_of_the_repository_the_error_says_what_to_do(tree, monkeypatch):
    monkeypatch.setenv("SCRATCH_ROOT", str(tree.root / "shared"))
    assert "SCRATCH_ROOT" in tree.json("progress", code=2)["error"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_disk_that_cannot_be_written_is_a_clear_error(tree, monkeypatch, number):
    def refuse(*_):
        raise OSError(number, os.strerror(number), "/learn/t01")

    monkeypatch.setattr("scratchtools.starter.write_starter", refuse)
    document = tree.json("start", "t01", code=1)
    assert document["error"] == f"cannot write /learn/t01: {os.strerror(number)}"


def test_a_learning_folder_that_is_a_file_is_a_clear_error(tree):
    tree.learn.write_text("")
    assert "cannot be written" in tree.json("progress", "--mark-topic", "t01", code=1)["error"]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_its_completion(tree, shell):
    assert "_SCRATCH_COMPLETE" in tree.json("completion", shell)["script"]


def complete(words, monkeypatch, tree):
    monkeypatch.setenv("_SCRATCH_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    return [line.partition(",")[2] for line in tree.run().output.splitlines()]


def test_commands_and_topics_are_completed(tree, monkeypatch):
    assert complete("scratch ver", monkeypatch, tree) == ["verify"]
    assert complete("scratch learn t", monkeypatch, tree) == ["t01", "t02", "t03"]
    assert complete("scratch start t01 dou", monkeypatch, tree) == ["doubling"]


def test_json_documents_start_with_command_and_ok():
    with pytest.raises(TypeError, match="command"):
        console.print_json({"ok": True})


def test_json_has_no_nan_and_takes_numpy_and_paths(capsys, tmp_path):
    import numpy as np

    values = {"nan": float("nan"), "array": np.arange(2), "scalar": np.float32(1), "at": tmp_path}
    console.print_json({"command": "x", "ok": True, **values})
    document = json.loads(capsys.readouterr().out)
    assert document["nan"] is None
    assert (document["array"], document["scalar"]) == ([0, 1], 1.0)
    assert document["at"] == str(tmp_path)


def test_commands_in_texts_are_written_as_they_work_here(monkeypatch):
    monkeypatch.setattr(console, "program", lambda: "./scratch")
    text = "scratch hint t02, ./scratch test, scratch --help, from scratch, scratch"
    assert console.commands(text) == (
        "./scratch hint t02, ./scratch test, ./scratch --help, from scratch, scratch"
    )


def test_scratch_alone_resumes_the_topic_worked_on_last(tree):
    assert tree.json()["topic"] == "t01"
    tree.json("start", "t02")
    tree.json("start", "t01")
    assert tree.json()["topic"] == "t02"


def test_the_group_is_a_click_group_with_all_commands(tree):
    context = click.Context(main)
    assert main.list_commands(context) == list(TABLE)
    assert main.get_command(context, "nope") is None
    assert "scratch" in tree.run("--version").output
