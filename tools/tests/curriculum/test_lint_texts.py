"""Every rule of `scratch lint` about texts: break it, and read what is said."""

from __future__ import annotations

import pytest
from scratchtools.links import anchors
from scratchtools.prose import sections, sentences

ALPHA = "packages/t01-alpha"
BETA = "packages/t02-beta"
README = f"{BETA}/README.md"
HINTS = f"{BETA}/hints.md"
QUESTIONS = f"{BETA}/questions.md"

pytestmark = pytest.mark.usefixtures("unworded")


def test_a_fresh_template_is_told_to_be_replaced_and_nothing_else(tree):
    document = tree.json("lint", code=1)
    assert {finding["rule"] for finding in document["findings"]} == {"template", "exercises"}
    assert tree.lint() == []


def test_a_replaced_sentence_is_no_longer_the_templates(tree):
    before = tree.json("lint", "t02", code=1)["findings"]
    old = "Networks train faster when all their inputs have the same scale."
    said = (finding["message"] for finding in before)
    assert any("the template's text" in message and old[:40] in message for message in said)
    tree.edit(README, old, "Next comes a topic that has not been thought of yet.")
    assert len(tree.json("lint", "t02", code=1)["findings"]) == len(before) - 1


# README


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# t02 · Title of beta", "# Beta", ":1: readme: begin with the heading `# t02 · Title`"),
        ("## Edge cases", "## Corners", ":1: readme: add `## Edge cases` after `## Constraints`"),
        ("## Edge cases", "## Corners", ":21: readme: `## Corners` is no section of a README"),
        ("## Objectives", "### Goals", ":1: readme: add `## Objectives` as the first section"),
        ("## Objectives", "## The idea", ":1: readme: order the sections, each once: Objectives,"),
        ("Networks train faster", "\n## Extra\n\nNetworks", "`Where it leads` is empty: write it"),
    ],
)
def test_a_readme_has_its_sections_in_order(tree, old, new, message):
    tree.edit(README, old, new)
    assert tree.lint().say(README, message)


def test_a_readme_is_short(tree):
    tree.append(README, "\n" * 88 + "The end.\n")
    assert tree.lint() == []
    tree.append(README, "The very end.\n")
    assert tree.lint().say(f"{README}:121: readme: 121 lines: shorten it to 120")


# hints


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("## beta_scale", "## beta_stretch", "0 sections for the exercise beta_scale: add"),
        ("## beta_scale", "## beta_stretch", ":19: hints: no exercise is called beta_stretch"),
        ("## beta_scale", "## beta_center", "2 sections for the exercise beta_center: join them"),
        ("### 3\n\n`x.mean", "`x.mean", ":3: hints: beta_center needs the hints ### 1, ### 2, ###"),
        ("### 1\n\nWhich", "### 4\n\nWhich", "has ['4', '2', '3']"),
        ("1, 1, 5, 5 has the mean 3, and subtracting it leaves -2, -2, 2, 2", "of ones has it", ""),
        ("Which axis disappears when the mean of a column is taken?", "", "hint 1 of beta_center"),
        ("**Failure mode:** dividing", "Dividing", ":19: hints: beta_scale needs a line `**Fail"),
        ("mode:** dividing by the variance turns -2, -2, 2, 2 into -0.5, -0.5, 0.5, 0.5", "mode:**",
         "beta_scale needs a line `**Failure mode:** ...` that says what goes wrong"),
    ],
)  # fmt: skip
def test_an_exercise_has_three_hints_with_numbers_and_a_failure_mode(tree, old, new, message):
    tree.edit(HINTS, old, new)
    message = message or ":9: hints: hint 2 of beta_center needs a worked example with numbers"
    assert tree.lint().say(HINTS, message)


def test_headings_of_hints_may_carry_titles_and_code_marks(tree):
    tree.edit(HINTS, "### 2\n", "### 2 With numbers\n")
    tree.edit(HINTS, "## beta_center", "## `beta_center`")
    assert tree.lint() == []


def test_a_topic_has_six_to_sixteen_exercises(tree):
    found = tree.json("lint", "t02", code=1)["findings"]
    said = "2 exercises in src (`# exercise`): make it 6 to 16"
    assert any(said in finding["message"] for finding in found)


# questions


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("## Which statistics", "Which statistics", "4 questions (## ...?): write 5 or more about"),
        ("rows that arrive later?", "rows", "`Which statistics are used for rows` is no question"),
        ("<details><summary>Answer</summary>\n\nEach", "Each", ":3: questions: fold the answer"),
        ("</summary>\n\nEach", "</summary>\nEach", ":3: questions: fold the answer"),
        ("Each column is its own quantity with its own unit, so only its own entries say where "
         "its centre lies.", "It just is.", ":3: questions: the answer is too short"),
    ],
)  # fmt: skip
def test_questions_have_folded_answers(tree, old, new, message):
    tree.edit(QUESTIONS, old, new)
    assert tree.lint().say(QUESTIONS, message)


# repeated sentences


def test_a_sentence_stands_in_one_topic_only(tree):
    same = "\nA matrix product is a sum of outer products. Short one.\n"
    tree.append(f"{ALPHA}/README.md", same)
    tree.append(QUESTIONS, same.replace("A matrix", "*A* **matrix**").replace("sum of", "sum\nof"))
    found = [line for line in tree.lint() if "repeated" in line]
    place = f"{QUESTIONS}:43: repeated: {ALPHA}/README.md:33 says this too: '*A* **matrix**"
    assert len(found) == 1
    assert found[0].startswith(place)


def test_a_repetition_inside_one_topic_is_allowed(tree):
    tree.append(README, "\nA matrix product is a sum of outer products.\n")
    tree.append(HINTS, "\nA matrix product is a sum of outer products.\n")
    assert tree.lint() == []


def test_code_and_short_sentences_may_repeat(tree):
    for topic in (ALPHA, BETA):
        tree.append(
            f"{topic}/README.md", "\nThis one has five words.\n\n```\na b c d e f g h\n```\n"
        )
    assert tree.lint() == []


def test_sentences_know_their_line_and_skip_code():
    text = "# A heading of at least six words\n\nOne two three. Four five\nsix seven eight nine.\n"
    text += (
        "\n```python\nseven words that are in a code fence\n```\n- a list item with enough words\n"
    )
    assert [(s.line, s.words[0]) for s in sentences(text)] == [(1, "a"), (3, "four"), (9, "a")]


def test_headings_in_code_fences_are_no_sections():
    found = sections("# A\ntext\n```\n# not\n```\n## B ##\n~~~\n```\n# no\n~~~\n### C\n")
    assert [(s.level, s.title, s.line) for s in found] == [(1, "A", 1), (2, "B", 6), (3, "C", 11)]


# links


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](lost.md)", "lost.md does not exist: correct the path"),
        ("![x](pictures/lost.svg)", "pictures/lost.svg does not exist"),
        ("[x](hints.md#lost)", "hints.md#lost: no heading of hints.md has the anchor #lost"),
        ("[x](#lost)", "#lost: no heading of README.md has the anchor #lost"),
        ("[x](/README.md)", "/README.md leads out of the repository"),
        ("[x](../../../../x)", "../../../../x leads out of the repository"),
        ("[x]()", "a link without a target: write where it leads"),
        ("[x]: lost.md", "lost.md does not exist"),
        ('<img src="lost.png">', "lost.png does not exist"),
        ("[a](hints.md) and [x](<lost file.md> 'title')", "lost file.md does not exist"),
    ],
)
def test_a_link_leads_somewhere(tree, link, message):
    tree.append(README, f"\n{link}\n")
    assert tree.lint().say(f"{README}:33: links: {message}")


@pytest.mark.parametrize(
    "link",
    [
        "[x](hints.md)",
        "[x](hints.md#beta_center)",
        "[x](#the-idea)",
        "[x](README.md#t02--title-of-beta)",
        "[x](../t01-alpha/src/t01_alpha/columns.py#L3)",
        "[x](https://example.org/lost#x)",
        "[x](mailto:a@example.org)",
        "`[x](lost.md)`",
        "```\n[x](lost.md)\n```",
    ],
)
def test_good_outside_and_quoted_links_are_left_alone(tree, link):
    tree.append(README, f"\n{link}\n")
    assert tree.lint() == []


def test_anchors_are_made_as_github_does():
    text = "# t03 · Optimizers\n## What's `new`?\n## Twice\n## Twice\n<a id='own'></a>\n"
    assert anchors(text) == {"t03--optimizers", "whats-new", "twice", "twice-1", "own"}


# the command


def test_lint_of_one_topic_is_about_that_topic_only(tree):
    tree.append(README, "\n[x](lost.md)\n")
    tree.write("docs/index.md", "[x](lost.md)\n")
    document = tree.json("lint", "t01", code=1)
    assert document["topics"] == ["t01-alpha"]
    assert {finding["file"].split("/")[1] for finding in document["findings"]} == {"t01-alpha"}
    everything = tree.json("lint", code=1)["findings"]
    assert {f["file"] for f in everything if f["rule"] == "links"} == {README, "docs/index.md"}


def test_lint_prints_a_line_per_finding_and_their_number(empty):
    empty.write("README.md", "# A\n\n[x](lost.md)\n")
    result = empty.run("lint")
    line = "README.md:3: links: lost.md does not exist: correct the path"
    assert (result.exit_code, result.stdout) == (1, f"{line}\nlint: 1 finding\n")
    empty.write("README.md", "# A\n")
    result = empty.run("lint")
    assert (result.exit_code, result.stdout) == (0, "lint: no findings\n")


def test_the_learners_files_are_not_linted(empty):
    empty.write("learn/t01-alpha/README.md", "[x](lost.md)\n")
    assert empty.json("lint") == {"command": "lint", "ok": True, "topics": [], "findings": []}


def test_unreadable_metadata_and_code_are_findings(tree):
    tree.edit(f"{ALPHA}/pyproject.toml", "hours", "ours")
    tree.edit(f"{BETA}/src/t02_beta/columns.py", "def beta_scale(x):", "def beta_scale(x:")
    findings = tree.lint()
    assert findings.say(f"{ALPHA}/pyproject.toml:1: metadata: tool.topic.ours is not a known")
    assert findings.say(f"{BETA}/src/t02_beta/columns.py:11: syntax: Python cannot read this")
