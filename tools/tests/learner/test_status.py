"""Done is derived: from the last verification, the learner's files and the tests, together."""

import pytest
from scratchtools.learner import Workspace
from scratchtools.overlay import overlay, prerequisites


@pytest.fixture
def workspace(tree):
    return Workspace.open(tree.root)


def state(tree, name="t01"):
    return Workspace.open(tree.root).status(tree.topics[name]).state


def test_a_fresh_clone_has_nothing(tree):
    document = tree.json("progress")
    assert document["percent"] == 0.0
    assert {entry["state"] for entry in document["topics"]} == {"not started"}
    assert not tree.learn.exists()


def test_a_started_topic_is_not_done(tree):
    tree.json("start", "t01")
    assert state(tree) == "started"


def test_a_verified_topic_is_done_until_a_file_changes_and_again_when_it_is_put_back(tree):
    tree.verified()
    assert state(tree) == "verified"
    text = tree.own.read_text()
    tree.write(text + "\n# a thought\n")
    status = Workspace.open(tree.root).status(tree.topics["t01"])
    assert (status.state, status.reason) == (
        "stale",
        "t01_adding/adding.py changed since it was verified",
    )
    tree.write(text)
    assert state(tree) == "verified"


def test_line_endings_of_python_files_do_not_make_it_stale(tree):
    tree.verified()
    tree.own.write_bytes(tree.own.read_text().replace("\n", "\r\n").encode())
    assert state(tree) == "verified"


def test_caches_and_editors_leavings_do_not_make_it_stale(tree):
    tree.verified()
    (tree.own.parent / "__pycache__").mkdir()
    for name in ("__pycache__/adding.pyc", ".adding.py.swp", "adding.py~"):
        (tree.own.parent / name).write_text("x")
    assert state(tree) == "verified"


@pytest.mark.parametrize("change", ["added", "removed", "data"])
def test_any_other_file_makes_it_stale(tree, change):
    tree.verified()
    if change == "added":
        (tree.own.parent / "more.py").write_text("")
    elif change == "removed":
        tree.own.unlink()
    else:
        (tree.own.parent / "data.bin").write_bytes(b"\r\n")
    assert state(tree) == "stale"


def test_changed_graded_tests_make_it_stale_but_other_tests_do_not(tree):
    tree.verified()
    tests = tree.topics["t01"].tests
    (tests / "test_oracle.py").write_text("x = 1\n")
    assert state(tree) == "verified"
    (tests / "test_1_add.py").write_text("x = 1\n")
    status = Workspace.open(tree.root).status(tree.topics["t01"])
    assert status.reason == "the tests changed since it was verified: test_1_add.py"


def test_a_failed_verification_takes_the_place_of_an_older_one(tree, workspace):
    tree.verified()
    topic = tree.topics["t01"]
    workspace.record_verification(topic, workspace.fingerprints(topic), passed=False, counts={})
    assert state(tree) == "started"


def test_deleting_the_files_or_the_ledger_line_undoes_it(tree):
    tree.verified()
    ledger = tree.learn / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(line for line in lines if '"verify"' not in line))
    assert state(tree) == "started"


def test_a_mark_is_shown_as_self_declared_and_does_not_count(tree):
    document = tree.json("progress", "--mark-topic", "t02")
    assert (document["percent"], document["self_declared"]) == (0.0, 1)
    assert state(tree, "t02") == "self-declared"
    assert "self-declared" in tree.run("progress").output
    tree.json("progress", "--unmark-topic", "t02")
    assert state(tree, "t02") == "not started"


def test_a_verification_is_more_than_a_mark(tree):
    tree.json("progress", "--mark-topic", "t01")
    tree.verified()
    assert state(tree) == "verified"


def test_optional_topics_are_listed_apart_and_not_in_the_percentage(tree):
    tree.verified()
    document = tree.json("progress")
    assert (document["percent"], document["core"], document["optional"]) == (50.0, 2, 1)
    tree.verified("t02-doubling")
    document = tree.json("progress")
    assert (document["percent"], document["optional_verified"]) == (100.0, 0)
    assert "Optional (0 of 1 verified)" in tree.run("progress").output


def test_later_topics_use_the_learners_verified_code(tree, workspace):
    tree.verified()
    [needed] = prerequisites(workspace, tree.topics["t02"], tree.topics)
    assert needed.state == "own"
    assert overlay([needed]) == [tree.learn / "t01-adding/src"]
    assert needed.notice == ""


def test_a_stale_prerequisite_falls_back_to_the_reference_with_a_notice(tree, workspace):
    tree.verified()
    tree.write("x = 1\n")
    [needed] = prerequisites(workspace, tree.topics["t02"], tree.topics)
    assert overlay([needed]) == [tree.topics["t01"].source]
    assert "t01 is stale" in needed.notice
    assert needed.notice.endswith("scratch verify t01")


def test_a_missing_prerequisite_is_borrowed_on_start_and_shown(tree):
    document = tree.json("start", "t02")
    [info] = document["topics"]
    assert info["prerequisites"] == [{"topic": "t01", "uses": "borrowed"}]
    assert "to write your own: " in info["notices"][0]
    assert info["notices"][0].endswith("scratch start t01")
    entry = tree.json("progress")["topics"][0]
    assert (entry["state"], entry["borrowed"]) == ("not started", True)
    assert "t01  Adding                        borrowed" in tree.run("progress").output


def test_an_automatic_borrowing_ends_with_the_learners_verification(tree, workspace):
    tree.json("start", "t02")
    tree.verified()
    [needed] = prerequisites(Workspace.open(tree.root), tree.topics["t02"], tree.topics)
    assert needed.state == "own"
    assert tree.json("progress")["topics"][0]["borrowed"] is False


def test_an_explicit_borrowing_lasts_until_it_is_returned(tree):
    tree.verified()
    topic, topics = tree.topics["t02"], tree.topics
    tree.json("borrow", "t01")
    [needed] = prerequisites(Workspace.open(tree.root), topic, topics)
    assert needed.state == "borrowed"
    assert needed.notice.endswith("scratch borrow --return t01")
    tree.json("borrow", "--return", "t01")
    [needed] = prerequisites(Workspace.open(tree.root), topic, topics)
    assert needed.state == "own"


def test_starting_again_leaves_the_learners_files_alone(tree):
    tree.json("start", "t01")
    tree.write("mine = 1\n")
    document = tree.json("start", "t01")
    assert document["topics"][0]["created"] is False
    assert tree.own.read_text() == "mine = 1\n"


def test_a_reset_backs_up_and_hands_out_the_starter(tree):
    tree.verified()
    tree.write("mine = 1\n")
    [done] = tree.json("reset", "t01")["topics"]
    assert (tree.root / done["backup"] / "src/t01_adding/adding.py").read_text() == "mine = 1\n"
    assert "is not written yet" in tree.own.read_text()
    assert state(tree) == "started"


def test_reset_all_takes_every_started_topic_and_needs_to_be_asked(tree):
    tree.json("start", "t01", "t02")
    assert [e["topic"] for e in tree.json("reset", "--all")["topics"]] == ["t01", "t02"]
    assert "--all" in tree.json("reset", code=2)["error"]
    assert tree.json("reset", "--all", "t01", code=2)["ok"] is False


def test_another_learning_folder_is_named_by_the_environment(tree, monkeypatch, tmp_path):
    monkeypatch.setenv("SCRATCH_LEARN", str(tmp_path / "elsewhere"))
    tree.json("start", "t01")
    assert (tmp_path / "elsewhere/t01-adding/src/t01_adding/adding.py").is_file()
    assert not tree.learn.exists()


def test_resetting_the_progress_keeps_the_old_ledger(tree):
    tree.verified()
    document = tree.json("progress", "--reset")
    assert document["percent"] == 0.0
    assert '"verify"' in (tree.root / document["backup"]).read_text()


def test_an_exported_ledger_imports_into_another_copy_once(tree, tmp_path):
    tree.verified()
    file = tmp_path / "mine.jsonl"
    assert tree.json("export", file)["count"] == 2
    assert tree.json("export")["records"][1]["event"] == "verify"
    (tree.learn / "ledger.jsonl").unlink()
    assert state(tree) == "started"
    assert tree.json("import", file)["added"] == 2
    assert tree.json("import", file)["added"] == 0
    assert state(tree) == "verified"


def test_importing_rubbish_imports_nothing(tree, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"a": 1}\n')
    assert "not an exported ledger" in tree.json("import", tmp_path / "bad.jsonl", code=1)["error"]
    assert "cannot read" in tree.json("import", tmp_path / "none", code=2)["error"]
    assert not tree.learn.exists()


def test_a_garbled_ledger_line_is_reported_by_progress(tree):
    tree.verified()
    with (tree.learn / "ledger.jsonl").open("a") as file:
        file.write("garbage\n")
    assert tree.json("progress")["percent"] == 50.0
    assert "ledger.jsonl line 3 is not a record" in tree.run("progress").output
