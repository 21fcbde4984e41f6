"""The learner's path from the first command to the last: what is said, recorded, refused."""

import pytest
from scratchtools.explain import claim
from scratchtools.hints import read_hints, read_questions


def test_learn_without_a_terminal_hands_out_and_ends(tree):
    result = tree.run("learn")
    assert result.exit_code == 0
    assert "t01 · Adding" in result.output
    assert "starter handed out: 2 exercises to write" in result.output
    assert "begin     add   learn/t01-adding/src/t01_adding/adding.py:6" in result.output
    assert "scratch test t01" in result.output
    assert "\x1b" not in result.output
    document = tree.json("learn", "t01")
    assert document["created"] is False
    assert [e["written"] for e in document["exercises"]] == [False, False]


def test_learn_goes_on_to_the_first_topic_that_is_not_done(tree):
    tree.verified()
    assert tree.json("learn")["topic"] == "t02"
    tree.json("progress", "--mark-topic", "t02")
    tree.verified("t02-doubling")
    assert tree.json("progress")["percent"] == 100.0
    tree.json("progress", "--mark-topic", "t03")
    assert "nothing is left" in tree.run("learn").output


def test_a_test_run_explains_the_first_failing_step_and_records_it(tree):
    tree.json("start", "t01")
    tree.solve()
    tree.write(tree.own.read_text().replace("a + b", "a * b"))
    result = tree.run("test", "t01", "--traceback")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[1].split() == [
        "FAIL",
        "step",
        "1/2",
        "Add",
        "two",
        "numbers",
        "0",
        "of",
        "2",
        "tests",
        "pass",
    ]
    assert "step 1/2  Add two numbers" in result.output
    assert "claim     the sum is exact [1-2-3]" in result.output
    assert "but       add(1, 2) is 2, expected 3. next: " in result.output
    assert "scratch hint t01 add\n" in result.output
    assert "AssertionError" in result.output
    document = tree.json("hint")  # needs no second run: the code is the same
    assert (document["exercise"], document["level"]) == ("add", 1)
    entry = tree.json("progress")["topics"][0]
    assert (entry["passing"], entry["tests"], entry["hints"]) == (0, 3, 1)


def test_verify_records_evidence_and_leads_on(tree):
    tree.json("start", "t01")
    document = tree.json("verify", "t01", code=1)
    assert document["topics"][0]["exercise"] == "add"
    tree.solve()
    result = tree.run("verify")
    assert result.exit_code == 0
    assert "t01 is verified: all 3 tests pass" in result.output
    assert "scratch learn t02   (Doubling)" in result.output
    record = tree.json("export")["records"][-1]
    assert (record["event"], record["passed"], record["passing"]) == ("verify", True, 3)
    assert list(record["source"]) == ["t01_adding/__init__.py", "t01_adding/adding.py"]
    assert tree.json("progress")["percent"] == 50.0


@pytest.mark.slow
def test_several_topics_are_verified_at_once_and_one_failure_fails(tree):
    tree.json("start", "t01", "t02")
    tree.solve("t02-doubling")
    document = tree.json("verify", "t01", "t02", code=1)
    assert [entry["state"] for entry in document["topics"]] == ["started", "verified"]
    assert document["ok"] is False


@pytest.mark.slow
def test_files_that_change_while_the_tests_run_are_not_verified(tree):
    tree.json("start", "t01")
    tree.solve()
    good = tree.own.read_text()
    tree.write(good + f"open({str(tree.own)!r}, 'a').write('# more\\n')\n")
    document = tree.json("verify", "t01", code=1)
    assert document["topics"][0]["state"] == "started"
    assert "files changed while the tests ran" in tree.run("verify", "t01").output


def test_hints_rise_by_level_and_are_counted(tree):
    tree.json("start", "t01")
    levels = [tree.json("hint", "t01", "add")["level"] for _ in range(4)]
    assert levels == [1, 2, 3, 3]
    assert tree.json("hint", "t01", "Counter.step", "2")["times_asked"] == 1
    assert tree.json("hint", "step", "1")["exercise"] == "Counter.step"
    assert tree.json("progress")["topics"][0]["hints"] == 6
    text = tree.run("hint", "t01", "add", "2").output
    assert "hint 2 of 3: Use the operator" in text
    assert "Watch out: `add(1, 2)` gives 12" in text
    assert "scratch hint t01 add 3" in text
    assert "--give-up" in tree.run("hint", "t01", "add", "3").output


def test_a_wrong_exercise_is_corrected(tree):
    tree.json("start", "t01")
    assert "did you mean add?" in tree.json("hint", "t01", "ad", code=2)["error"]
    assert "Counter.step" in tree.json("hint", "t01", "Count.step", code=2)["error"]
    assert "too many words" in tree.json("hint", "t01", "add", "x", code=2)["error"]


def test_hints_and_questions_are_read_from_markdown(tree):
    hints = read_hints(tree.topics["t01"])
    assert list(hints) == ["add", "Counter.step"]
    assert [(h.level, h.title) for h in hints["add"].levels] == [
        (1, ""),
        (2, "Use the operator"),
        (3, ""),
    ]
    assert hints["Counter.step"].failure_mode == "the second step starts from 0 again."
    [question] = read_questions(tree.topics["t01"])
    assert question.text == "Why is a sum of floats not associative?"
    assert question.answer == "Every addition rounds."


def test_answers_are_shown_when_asked_for(tree):
    assert "Every addition rounds." not in tree.run("questions", "t01").output
    assert "Every addition rounds." in tree.run("questions", "t01", "--answers").output


def test_the_solution_needs_verification_or_giving_up_which_is_recorded(tree):
    tree.json("start", "t01")
    assert "is not verified yet" in tree.json("solution", "t01", code=2)["error"]
    assert tree.json("progress")["topics"][0]["gave_up"] is False
    document = tree.json("solution", "t01", "--give-up")
    assert "+    return a + b" in document["diff"]["t01_adding/adding.py"]
    assert "-    raise NotImplementedError" in tree.run("solution", "--give-up").output
    assert tree.json("progress")["topics"][0]["gave_up"] is True
    assert "solution seen" in tree.run("progress").output


def test_after_verification_the_solution_is_free_even_when_stale(tree):
    tree.verified()
    assert "the same as the reference" in tree.run("solution", "t01").output
    tree.write("x = 1\n")
    document = tree.json("solution", "t01")
    assert document["gave_up"] is False
    assert "-x = 1" in document["diff"]["t01_adding/adding.py"]


def test_a_tests_name_becomes_its_claim():
    assert claim("test_1_a.py::TestB::test_the_sum_is_exact[1-2]") == "the sum is exact [1-2]"


def test_progress_in_detail_tells_when_and_what_next(tree):
    tree.verified()
    tree.write("x = 1\n")
    tree.json("start", "t02")
    text = tree.run("progress", "--detailed").output
    assert "t01  Adding                        stale: t01_adding/adding.py changed" in text
    assert "scratch verify t01" in text
    assert "0 %: 0 of 2 core topics verified, 1 stale" in text
    assert tree.json("progress", "--status-json")["stale"] == 1


def test_the_first_exercise_to_write_is_the_one_the_first_step_speaks_of(tree):
    for number, name in ((1, "add"), (2, "count")):
        path = tree.topics["t01"].tests / f"test_{number}_{name}.py"
        path.rename(path.with_name(f"test_{3 - number}_{name}.py"))
    document = tree.json("learn", "t01")
    assert [exercise["id"] for exercise in document["exercises"]] == ["Counter.step", "add"]


def test_no_hint_is_given_while_the_code_cannot_be_imported(tree):
    tree.json("start", "t01")
    tree.write("def add(:\n")
    error = tree.json("hint", code=1)["error"]
    assert error.startswith("no hint helps before this: your code cannot be imported: SyntaxError")
    assert tree.json("progress")["topics"][0]["hints"] == 0
