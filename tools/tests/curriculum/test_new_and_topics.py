"""`scratch new` and `scratch topics`, and how quickly the commands of this part start."""

from __future__ import annotations

import subprocess
import sys

import pytest
from scratchtools.content import lint
from scratchtools.learner import Workspace


def test_a_new_topic_passes_the_structure_checks(empty):
    words = ["new", "12", "kv-cache", "--module", "2", "--title", "A cache", "--hours", "2.5"]
    document = empty.json(*words)
    assert document["name"] == "t12-kv-cache"
    assert "src/t12_kv_cache/columns.py" in document["files"]
    topic = empty.topics["t12"]
    assert (topic.title, topic.hours, topic.module) == ("A cache", 2.5, 2)
    assert empty.structure() == []


@pytest.mark.usefixtures("unworded")
@pytest.mark.parametrize("slug", ["kv-cache", "table", "mean-2-columns"])
def test_lint_tells_that_the_text_of_a_new_topic_has_to_be_replaced(empty, slug):
    empty.run("new", "12", slug, "--module", "2", "--title", "The mean of a column")
    rules = [finding.rule for finding in lint(empty.root)]
    assert set(rules) == {"template", "exercises"}
    assert rules.count("template") > 20


def test_the_texts_of_a_new_topic_pass_spelling_and_markdown(empty):
    empty.run("new", "12", "kv-cache", "--module", "2")
    assert {finding.rule for finding in lint(empty.root)} == {"template", "exercises"}


def test_a_new_topic_is_formatted_as_ruff_wants_it(empty):
    empty.run("new", "12", "kv-cache", "--module", "2")
    command = [sys.executable, "-m", "ruff", "format", "--check", "--line-length", "100", "."]
    done = subprocess.run(command, cwd=empty.root / "packages", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_topics_of_the_last_module_are_optional(empty):
    empty.run("new", "35", "lora", "--module", "5")
    assert empty.topics["t35"].optional is True
    assert empty.structure() == []


def test_new_says_what_it_wrote_and_what_comes_next(empty):
    lines = empty.run("new", "12", "kv-cache", "--module", "2").stdout.splitlines()
    assert any(line.endswith("packages/t12-kv-cache/README.md") for line in lines)
    assert lines[-1].startswith("t12-kv-cache is there: replace the template's text and code")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["2", "gamma", "--module", "0"], "topic 2 exists:"),
        (["3", "KV_cache", "--module", "0"], "'KV_cache' is no slug"),
        (["3", "gamma", "--module", "0", "--title", 'A "b"'], "has a double quote"),
        (["3", "gamma", "--module", "7"], "7 is not in the range 0<=x<=5"),
        (["3", "gamma"], "Missing option '--module'"),
        (["0", "gamma", "--module", "0"], "0 is not in the range"),
    ],
)
def test_new_refuses_what_cannot_be_a_topic(tree, words, message):
    before = sorted((tree.root / "packages").rglob("*"))
    document = tree.json("new", *words, code=2)
    assert message in document["error"]
    assert sorted((tree.root / "packages").rglob("*")) == before


def test_topics_are_listed_by_module_with_hours_and_status(tree):
    tree.add(35, "lora", 5)
    Workspace.open(tree.root).start(tree.topics["t02"])
    lines = tree.run("topics").stdout.splitlines()
    assert lines[0] == "Module 0: Foundations"
    assert lines[1].split() == [
        *["t01", "Title", "of", "alpha", "6", "h", "not", "started"],
        "Title",
        "of",
        "alpha",
    ]
    assert lines[2].split()[4:7] == ["6", "h", "started"]
    assert lines[3] == "Module 5: LLM systems (optional)"
    assert lines[-1].startswith("3 topics, about 18 hours")


def test_topics_as_json(tree):
    document = tree.json("topics")
    assert list(document)[:2] == ["command", "ok"]
    assert len(document["modules"]) == 6
    first = document["topics"][0]
    assert (first["id"], first["title"], first["module"]) == ("t01", "Title of alpha", 0)
    assert (first["optional"], first["hours"], first["requires"]) == (False, 6, [])
    assert (first["milestone"], first["status"]) == (False, "not started")


def test_topics_that_cannot_be_read_are_said(tree):
    tree.remove("packages/t01-alpha/pyproject.toml")
    document = tree.json("topics", code=1)
    assert [topic["id"] for topic in document["topics"]] == ["t02"]
    assert "t01-alpha" in document["errors"][0]
    result = tree.run("topics")
    assert "cannot be read: " in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("name", ["validate", "lint", "check", "new", "topics"])
def test_every_command_has_help_with_an_example(empty, name):
    result = empty.run(name, "--help")
    assert result.exit_code == 0
    assert f"Example: scratch {name}" in " ".join(result.stdout.split())
    assert "--json" in result.stdout


def test_the_commands_load_nothing_heavy_before_they_run():
    modules = "validate, content, traps, new, listing, topics"
    heavy = "numpy, rich, pytest, _pytest, tomllib, asyncio, unittest, hypothesis"
    code = f"import sys; from scratchtools import {modules}; "
    code += f"print(*({{*'{heavy}'.split(', ')}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert set(done.stdout.split()) <= {"tomllib"}, done.stderr
