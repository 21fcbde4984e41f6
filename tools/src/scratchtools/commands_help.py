"""`scratch hint`, `questions`, `solution`: help that is counted, never forced on anyone."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.commands_grade import chosen, grade, record_run, running, source_digest
from scratchtools.console import (
    commands,
    console,
    fail,
    json_option,
    known_topics,
    print_json,
    relative,
    topic_argument,
    topics_argument,
)
from scratchtools.explain import exercises_of
from scratchtools.hints import read_hints, read_questions
from scratchtools.integrity import source_hashes
from scratchtools.learner import Workspace

if TYPE_CHECKING:
    from scratchtools.topics import Topic

LEVELS = ("1", "2", "3")


@click.command(epilog="Example: scratch hint t02 Value.__mul__ 2")
@click.argument("words", nargs=-1, metavar="[TOPIC] [EXERCISE] [LEVEL]")
@json_option
def hint(words: Sequence[str], as_json: bool) -> None:
    """Show a hint: by default the next one for the exercise of the first failing test.

    There are three levels: a question, the idea with an example, nearly the code.
    """
    workspace, topics = Workspace.open(), known_topics()
    topic, name, level = parse_words(words, workspace, topics)
    name = name or failing_exercise(workspace, topic, topics)
    info = give_hint(workspace, topic, name, level)
    if as_json:
        print_json({"command": "hint", "ok": True, **info})
    else:
        show_hint(info)


def parse_words(
    words: Sequence[str], workspace: Workspace, topics: Mapping[str, Topic]
) -> tuple[Topic, str | None, int | None]:
    """Tell topic, exercise and level apart; the topic is the current one unless named."""
    from scratchtools.topics import UnknownTopic, resolve

    rest = list(words)
    level = int(rest.pop()) if rest and rest[-1] in LEVELS else None
    topic, unknown = None, ""
    if rest:
        try:
            topic = resolve(rest[0], topics)
            del rest[0]
        except UnknownTopic as error:
            unknown = str(error)
    if topic is None:
        topic = workspace.current(topics)
    if topic is None:
        fail(unknown or "no topic is started yet", "scratch learn")
    if len(rest) > 1:
        fail(unknown or f"too many words: {' '.join(rest)}", "scratch hint t02 Value.__mul__ 2")
    return topic, (find_exercise(topic, rest[0], unknown) if rest else None), level


def find_exercise(topic: Topic, word: str, unknown: str = "") -> str:
    """Return the id of the exercise called `word`: an id, or its last part when that is unique."""
    ids = list(read_hints(topic))
    ends = [name for name in ids if name.rpartition(".")[2] == word.rpartition(".")[2]]
    if word in ids:
        return word
    if len(ends) == 1 and "." not in word:
        return ends[0]
    near = difflib.get_close_matches(word, ids, n=1, cutoff=0.5) or ends[:1]
    if near:
        fail(f"{topic.id} has no exercise {word!r}: did you mean {near[0]}?")
    if unknown:
        fail(f"{word!r} is neither a topic nor an exercise of {topic.id}", "scratch topics")
    fail(f"{topic.id} has no exercise {word!r}; it has {', '.join(ids)}")


def failing_exercise(workspace: Workspace, topic: Topic, topics: Mapping[str, Topic]) -> str:
    """Return the exercise of the first failing test, from the last run when it is still true."""
    chosen(workspace, [topic])
    digest = source_digest(source_hashes(workspace.source(topic)))
    last = workspace.last_run(topic) or {}
    if last.get("digest") != digest:
        with running(topic) as on_event:
            record_run(workspace, grade(workspace, topic, topics, on_event=on_event))
        last = workspace.last_run(topic)
    if last.get("problem"):
        fail(f"no hint helps before this: {last['problem']}", f"scratch test {topic.id}", code=1)
    if last["passed"]:
        fail(f"every test of {topic.id} passes: nothing to hint at", f"scratch verify {topic.id}")
    if not last["exercise"]:
        exercises = exercises_of(topic.source)
        return exercises[0].id
    return last["exercise"]


def give_hint(workspace: Workspace, topic: Topic, name: str, level: int | None) -> dict:
    """Return a hint and count it."""
    found = read_hints(topic).get(name)
    if not found or not found.levels:
        fail(f"{topic.id} has no hints for {name}", code=1)
    seen = [
        record.get("level", 0)
        for record in workspace.records(topic)
        if record["event"] == "hint" and record.get("exercise") == name
    ]
    last = max(each.level for each in found.levels)
    level = level or min(max(seen, default=0) + 1, last)
    chosen_hint = next((each for each in found.levels if each.level == level), None)
    if chosen_hint is None:
        fail(f"{name} has no hint {level}, only 1 to {last}")
    workspace.record("hint", topic, exercise=name, level=level)
    return {
        "topic": topic.id,
        "exercise": name,
        "level": level,
        "levels": last,
        "title": chosen_hint.title,
        "text": chosen_hint.text,
        "failure_mode": found.failure_mode if level > 1 else "",
        "times_asked": len(seen) + 1,
    }


def show_hint(info: dict) -> None:
    """Print one hint and how to get the next."""
    out = console()
    title = f": {info['title']}" if info["title"] else ""
    head = f"{info['topic']} {info['exercise']}   hint {info['level']} of {info['levels']}{title}"
    out.print(head, style="bold", soft_wrap=True)
    texts = [info["text"]]
    if info["failure_mode"]:
        texts.append(f"Watch out: {info['failure_mode']}")
    for text in texts:
        out.print()
        _print_markdown(text)
    call = f"{info['topic']} {info['exercise']}"
    if info["level"] < info["levels"]:
        out.print(commands(f"\nmore      scratch hint {call} {info['level'] + 1}"), soft_wrap=True)
    else:
        out.print(
            commands(f"\nlast      scratch solution {info['topic']} --give-up"), soft_wrap=True
        )


def _print_markdown(text: str) -> None:
    """Print a text, formatted on a terminal and as it is written elsewhere."""
    out = console()
    if not out.is_terminal:
        out.print(text, soft_wrap=True)
        return
    from rich.markdown import Markdown

    out.print(Markdown(text))


@click.command(epilog="Example: scratch questions t02 --answers")
@topics_argument()
@click.option("--answers", is_flag=True, help="Show the answers too.")
@json_option
def questions(topics: Sequence[Topic], answers: bool, as_json: bool) -> None:
    """Ask the interview questions of TOPICs (default: the current one)."""
    if not topics:
        current = Workspace.open().current(known_topics())
        if current is None:
            fail("no topic is started yet: name one", "scratch questions t01")
        topics = [current]
    asked = [(topic, read_questions(topic)) for topic in topics]
    for topic, found in asked:
        if not found:
            fail(f"{topic.id} has no questions", code=1)
    if as_json:
        entries = [
            {"topic": topic.id, "question": each.text, "answer": each.answer}
            for topic, found in asked
            for each in found
        ]
        print_json({"command": "questions", "ok": True, "questions": entries})
        return
    for topic, found in asked:
        _show_questions(topic, found, answers)


def _show_questions(topic: Topic, found: Sequence, answers: bool) -> None:
    out = console()
    out.print(f"{topic.id} · {topic.title}", style="bold")
    for number, each in enumerate(found, 1):
        out.print(f"\n{number}. {each.text}", style="bold" if answers else "", soft_wrap=True)
        if answers:
            out.print()
            _print_markdown(each.answer)
    if not answers:
        out.print(commands(f"\nanswers   scratch questions {topic.id} --answers"), soft_wrap=True)


@click.command(epilog="Example: scratch solution t02")
@topic_argument(required=False)
@click.option("--give-up", is_flag=True, help="Show it before the topic is verified (recorded).")
@json_option
def solution(topic: Topic | None, give_up: bool, as_json: bool) -> None:
    """Compare your code of TOPIC (default: the current one) with the reference, as a diff."""
    workspace = Workspace.open()
    [topic] = chosen(workspace, [topic] if topic else [])
    diff = open_solution(workspace, topic, give_up=give_up)
    if as_json:
        document = {"command": "solution", "ok": True, "topic": topic.id, "diff": diff}
        print_json({**document, "gave_up": workspace.status(topic).gave_up})
    else:
        show_solution(diff)


def open_solution(workspace: Workspace, topic: Topic, *, give_up: bool) -> dict[str, str]:
    """Return the diffs by file; before verification only for who gives up, which is recorded."""
    if not workspace.status(topic).ever_verified:
        if not give_up:
            fail(
                f"{topic.id} is not verified yet: the reference would spoil it",
                f"scratch hint {topic.id}; if you really want it: "
                f"scratch solution {topic.id} --give-up",
            )
        workspace.record("give-up", topic)
    return differing(workspace.source(topic), topic.source)


def differing(own: Path, reference: Path) -> dict[str, str]:
    """Return a unified diff for every Python file that differs, by name relative to src."""
    names = {
        path.relative_to(folder)
        for folder in (own, reference)
        for path in folder.rglob("*.py")
        if "__pycache__" not in path.parts
    }
    found = {}
    for name in sorted(names):
        sides = [(own / name, "yours"), (reference / name, "reference")]
        lines = [
            path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            for path, _ in sides
        ]
        labels = [f"{side}: {relative(path)}" for path, side in sides]
        diff = "\n".join(difflib.unified_diff(*lines, *labels, lineterm=""))
        if diff:
            found[name.as_posix()] = diff
    return found


def show_solution(diff: Mapping[str, str]) -> None:
    """Print the diffs, coloured on a terminal."""
    out = console()
    if not diff:
        out.print("your code is the same as the reference")
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for text in diff.values():
        for line in text.splitlines():
            out.print(line, style=styles.get(line[:1], ""), soft_wrap=True)
