"""`scratch learn`, `start`, `reset`, `borrow`: hand out starters and say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    commands,
    console,
    fail,
    interactive,
    json_option,
    known_topics,
    print_json,
    relative,
    topic_argument,
    topics_argument,
)
from scratchtools.explain import exercises_of, in_step_order, show_notices
from scratchtools.learner import VERIFIED, Workspace
from scratchtools.overlay import borrow_missing, prerequisites
from scratchtools.topics import MODULES

if TYPE_CHECKING:
    from scratchtools.starter import Exercise
    from scratchtools.topics import Topic


def hand_out(
    workspace: Workspace,
    topic: Topic,
    topics: Mapping[str, Topic],
    *,
    accept_tests: bool = False,
) -> dict:
    """Start a topic if it is not, borrow what it needs; return what the learner has to know."""
    if not any(topic.source.rglob("*.py")) or not topic.tests.is_dir():
        fail(f"{topic.name} is not complete: it has no source or no tests", "scratch topics")
    created = workspace.start(topic, accept_tests=accept_tests)
    needed = prerequisites(workspace, topic, topics)
    borrow_missing(workspace, needed)
    source = workspace.source(topic)
    exercises = in_step_order(topic, exercises_of(source))
    waiting = [exercise for exercise in exercises if is_unwritten(exercise, workspace, topic)]
    return {
        "topic": topic.id,
        "name": topic.name,
        "title": topic.title,
        "created": created,
        "state": workspace.status(topic).state,
        "folder": relative(workspace.package(topic)),
        "tests": relative(topic.tests),
        "readme": relative(topic.folder / "README.md"),
        "exercises": [
            {
                "id": exercise.id,
                "file": relative(source / exercise.file),
                "line": exercise.line,
                "written": exercise not in waiting,
            }
            for exercise in exercises
        ],
        "prerequisites": [{"topic": p.topic.id, "uses": p.state} for p in needed],
        "notices": [p.notice for p in needed if p.notice],
        "next": f"scratch test {topic.id}",
    }


def is_unwritten(exercise: Exercise, workspace: Workspace, topic: Topic) -> bool:
    """Say whether an exercise still has the starter's body."""
    lines = (workspace.source(topic) / exercise.file).read_text(encoding="utf-8").split("\n")
    body = "\n".join(lines[exercise.line - 1 : exercise.end_line])
    return f'NotImplementedError("{exercise.id} is not written yet")' in body


def show_overview(topic: Topic, info: dict) -> None:
    """Print where the files are and what to do next."""
    from scratchtools.grade import graded_files

    out = console()
    hours = f"about {topic.hours:g} hour" + ("" if topic.hours == 1 else "s")
    kind = "optional, " if topic.optional else ""
    module = f"({kind}module {topic.module}: {MODULES[topic.module]}, {hours})"
    out.print(f"{topic.id} · {topic.title}   ", style="bold", end="")
    out.print(module)
    total = len(info["exercises"])
    left = [exercise for exercise in info["exercises"] if not exercise["written"]]
    if info["created"]:
        state = f"starter handed out: {total} exercise{'s' * (total != 1)} to write"
    else:
        state = f"{info['state']}: {total - len(left)} of {total} exercises are written"
    steps = len(graded_files(topic))
    out.print(f"          {state}", style="green", soft_wrap=True)
    out.print(f"read      {info['readme']}", soft_wrap=True)
    out.print(f"write in  {info['folder']}   (functions marked `# exercise`)", soft_wrap=True)
    out.print(
        f"tests     {info['tests']}   (in {steps} step{'s' * (steps != 1)}; yours to read)",
        soft_wrap=True,
    )
    show_notices(info["notices"])
    if left:
        first = left[0]
        out.print(f"\nbegin     {first['id']}   {first['file']}:{first['line']}", soft_wrap=True)


@click.command(epilog="Example: scratch learn t01")
@topic_argument(required=False)
@json_option
def learn(topic: Topic | None, as_json: bool) -> None:
    """Start TOPIC or resume it (default: where you are); on a terminal, watch and rerun.

    Without a terminal it hands out the starter, says what to do, and ends.
    """
    workspace, topics = Workspace.open(), known_topics()
    topic = topic or _where_you_are(workspace, topics)
    info = hand_out(workspace, topic, topics)
    if as_json:
        print_json({"command": "learn", "ok": True, **info, "next": commands(info["next"])})
        return
    show_overview(topic, info)
    if info["state"] == VERIFIED and workspace.next_topic(topics) is None:
        console().print("\nevery topic is done: nothing is left", style="bold green")
    if interactive():
        from scratchtools.watch import watch

        watch(workspace, topic, topics)
    else:
        console().print(commands(f"then      {info['next']}"))


def _where_you_are(workspace: Workspace, topics: Mapping[str, Topic]) -> Topic:
    current = workspace.current(topics)
    if current and workspace.status(current).state != VERIFIED:
        return current
    following = workspace.next_topic(topics)
    if following or current:
        return following or current
    fail("there are no topics in this repository", "scratch topics")


@click.command(epilog="Example: scratch start t02 t03")
@topics_argument(required=True)
@click.option("--accept-tests", is_flag=True, help="Take the tests as they are now (no git).")
@json_option
def start(topics: Sequence[Topic], accept_tests: bool, as_json: bool) -> None:
    """Hand out the starter of TOPICs; what is there already is left as it is."""
    workspace, known = Workspace.open(), known_topics()
    handed = [
        hand_out(workspace, topic, known, accept_tests=accept_tests)
        for topic in {topic.id: topic for topic in topics}.values()
    ]
    if as_json:
        print_json({"command": "start", "ok": True, "topics": handed})
        return
    for info in handed:
        show_overview(known[info["topic"]], info)
        console().print(commands(f"then      {info['next']}\n"))


@click.command(epilog="Example: scratch reset t02")
@topics_argument()
@click.option("--all", "everything", is_flag=True, help="Reset every topic you started.")
@json_option
def reset(topics: Sequence[Topic], everything: bool, as_json: bool) -> None:
    """Begin TOPICs again with a fresh starter; your files are moved to learn/backups."""
    workspace, known = Workspace.open(), known_topics()
    if everything == bool(topics):
        fail("name the topics to reset, or say --all", "scratch reset t01")
    begun = [topic for topic in known.values() if workspace.folder(topic).exists()]
    done = []
    for topic in begun if everything else topics:
        if topic not in begun:
            fail(f"{topic.id} is not started: nothing to reset", f"scratch start {topic.id}")
        backup = workspace.reset(topic)
        done.append({"topic": topic.id, "backup": relative(backup)})
    if as_json:
        print_json({"command": "reset", "ok": True, "topics": done})
        return
    for entry in done:
        line = f"{entry['topic']} begins again; your files are in {entry['backup']}"
        console().print(line, soft_wrap=True)
    if not done:
        console().print("nothing is started: nothing to reset")


@click.command(epilog="Example: scratch borrow t02   (and back: scratch borrow --return t02)")
@topics_argument(required=True)
@click.option("--return", "give_back", is_flag=True, help="Use your own verified code again.")
@json_option
def borrow(topics: Sequence[Topic], give_back: bool, as_json: bool) -> None:
    """Let later topics run on the reference of TOPICs instead of your own code."""
    workspace = Workspace.open()
    for topic in topics:
        workspace.record("return" if give_back else "borrow", topic)
    entries = [{"topic": t.id, "state": workspace.status(t).state} for t in topics]
    if as_json:
        document = {"command": "borrow", "ok": True, "borrowed": not give_back, "topics": entries}
        print_json(document)
        return
    for entry in entries:
        console().print(commands(_borrow_line(entry["topic"], entry["state"], give_back)))


def _borrow_line(name: str, state: str, give_back: bool) -> str:
    if not give_back:
        return f"{name} is borrowed from the reference; back: scratch borrow --return {name}"
    if state == VERIFIED:
        return f"later topics run on your own {name} again"
    return f"{name} is returned, but yours is {state}: the reference is used until `scratch verify`"
