"""`scratch test` and `scratch verify`: run the graded tests on the learner's code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    commands,
    console,
    fail,
    json_option,
    known_topics,
    print_json,
    topics_argument,
    wants_json,
)
from scratchtools.integrity import changed_tests
from scratchtools.learner import VERIFIED, Workspace
from scratchtools.overlay import overlay, prerequisites

if TYPE_CHECKING:
    from scratchtools.grade import Outcome
    from scratchtools.topics import Topic

TIMEOUT = 30.0  # seconds for one test of a learner
traceback_option = click.option("-t", "--traceback", is_flag=True, help="Show the full traceback.")
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=TIMEOUT,
    show_default=True,
    help="Seconds that one test may take.",
)


@dataclass
class Grading:
    """One grading of one topic: the verdict, and whether the files stayed as they were."""

    topic: Topic
    outcome: Outcome
    notices: list[str]
    fingerprints: dict[str, dict[str, str]]
    steady: bool


def grade(
    workspace: Workspace,
    topic: Topic,
    topics: Mapping[str, Topic],
    *,
    timeout: float = TIMEOUT,
    on_event: Callable[[dict], None] | None = None,
    on_tick: Callable[[], None] | None = None,
) -> Grading:
    """Run the graded tests of a started topic on the learner's code and earlier topics."""
    from scratchtools.grade import run_tests

    needed = prerequisites(workspace, topic, topics)
    before = workspace.fingerprints(topic)
    outcome = run_tests(
        topic,
        workspace.source(topic),
        overlay=overlay(needed),
        timeout=timeout,
        on_event=on_event,
        on_tick=on_tick,
    )
    notices = [prerequisite.notice for prerequisite in needed if prerequisite.notice]
    steady = workspace.fingerprints(topic) == before
    return Grading(topic, outcome, notices, before, steady)


def record_run(workspace: Workspace, grading: Grading) -> None:
    """Record a test run, for `hint` and `progress`; the same code twice is recorded once."""
    from scratchtools.explain import exercise_at_fault

    topic, first = grading.topic, grading.outcome.first_failure()
    digest = source_digest(grading.fingerprints["source"])
    last = workspace.last_run(topic)
    if last and last.get("digest") == digest:
        return
    exercise = exercise_at_fault(topic, first, workspace.source(topic)) if first else None
    verdict = {"passed": grading.outcome.passed, "problem": grading.outcome.problem}
    verdict |= {"exercise": exercise, "digest": digest}
    workspace.record("run", topic, **verdict, **count(grading))


def source_digest(hashes: Mapping[str, str]) -> str:
    """Return one hash for the whole of the learner's source."""
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def count(grading: Grading) -> dict[str, int]:
    """Return how many tests passed of how many."""
    results = grading.outcome.results
    passing = sum(result.outcome == "passed" for result in results)
    return {"passing": passing, "total": len(results)}


def tests_notice(workspace: Workspace, topic: Topic) -> tuple[str, str]:
    """Say whether graded tests were edited, and what restores them."""
    names, fix = changed_tests(topic, workspace.recorded_tests(topic))
    if not names:
        return "", ""
    listed = ", ".join(names)
    return f"the graded tests of {topic.id} are not the original ones: {listed}", fix


def chosen(workspace: Workspace, topics: Sequence[Topic]) -> list[Topic]:
    """Return the topics asked for, or the current one; fail when one is not started."""
    if not topics:
        current = workspace.current(known_topics())
        if current is None:
            fail("no topic is started yet", "scratch learn")
        return [current]
    for topic in topics:
        if not workspace.started(topic):
            fail(
                f"{topic.id} is not started: there is no code of yours", f"scratch start {topic.id}"
            )
    return list(topics)


@contextmanager
def running(topic: Topic) -> Iterator[Callable[[dict], None]]:
    """Show on a terminal which test runs; yield the function that wants the events."""
    if wants_json() or not console().is_terminal:
        yield lambda event: None
        return
    from scratchtools.explain import claim

    with console().status(f"{topic.id}: starting") as status:

        def on_event(event: dict) -> None:
            if event["kind"] == "start":
                status.update(f"{topic.id}: {claim(event['id'])}")

        yield on_event


@click.command(epilog="Example: scratch test t02")
@topics_argument()
@traceback_option
@timeout_option
@json_option
@click.pass_context
def test(
    context: click.Context,
    topics: Sequence[Topic],
    traceback: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Run the graded tests of TOPICs (default: the current one) on your code."""
    workspace = Workspace.open()
    gradings = []
    for topic in chosen(workspace, topics):
        with running(topic) as on_event:
            grading = grade(workspace, topic, known_topics(), timeout=timeout, on_event=on_event)
        notice, fix = tests_notice(workspace, topic)
        if notice:
            grading.notices.append(f"{notice}; verify will refuse until you restore them: {fix}")
        record_run(workspace, grading)
        gradings.append(grading)
        if not as_json:
            show(workspace, grading, traceback)
            show_way_to_verify(workspace, grading)
    _finish(context, "test", workspace, gradings, [g.outcome.passed for g in gradings])


def show(workspace: Workspace, grading: Grading, traceback: bool) -> None:
    """Print the verdict on one topic and what to do next."""
    from scratchtools.explain import show_notices, show_outcome

    topic = grading.topic
    console().print(f"{topic.id} · {topic.title}", style="bold")
    show_notices(grading.notices)
    show_outcome(topic, grading.outcome, workspace.source(topic), traceback=traceback)


def show_way_to_verify(workspace: Workspace, grading: Grading) -> None:
    """After a run in which everything passes, say how to record it, unless it is."""
    topic = grading.topic
    if grading.outcome.passed and workspace.status(topic).state != VERIFIED:
        console().print(commands(f"\nnext      scratch verify {topic.id}"))


@click.command(epilog="Example: scratch verify t02")
@topics_argument()
@traceback_option
@timeout_option
@json_option
@click.pass_context
def verify(
    context: click.Context,
    topics: Sequence[Topic],
    traceback: bool,
    timeout: float,
    as_json: bool,
) -> None:
    """Run the graded tests of TOPICs (default: the current one) and record the result.

    A topic is done while its last verification passed and neither your files nor the tests have
    changed since.
    """
    workspace = Workspace.open()
    gradings, passed = [], []
    for topic in chosen(workspace, topics):
        notice, fix = tests_notice(workspace, topic)
        if notice:
            fail(f"{notice}; nothing was verified", fix, code=1)
        with running(topic) as on_event:
            grading = grade(workspace, topic, known_topics(), timeout=timeout, on_event=on_event)
        passed.append(record_verification(workspace, grading))
        gradings.append(grading)
        if not as_json:
            show(workspace, grading, traceback)
            show_verdict(workspace, grading, passed[-1])
    _finish(context, "verify", workspace, gradings, passed)


def record_verification(workspace: Workspace, grading: Grading) -> bool:
    """Record the evidence of one grading; return whether it counts as passed."""
    passed = grading.outcome.passed and grading.steady
    record_run(workspace, grading)
    workspace.record_verification(
        grading.topic, grading.fingerprints, passed=passed, counts=count(grading)
    )
    return passed


def show_verdict(workspace: Workspace, grading: Grading, passed: bool) -> None:
    """Say whether the topic is verified now and what comes next."""
    topic, out = grading.topic, console()
    if grading.outcome.passed and not grading.steady:
        out.print("\nfiles changed while the tests ran: verify again", style="bold red")
    elif not passed:
        out.print(f"\n{topic.id} is not verified", style="bold red")
    else:
        total = count(grading)["total"]
        out.print(f"\n{topic.id} is verified: all {total} tests pass", style="bold green")
        out.print(commands(f"think     scratch questions {topic.id}"))
        out.print(commands(f"compare   scratch solution {topic.id}"))
        following = workspace.next_topic(known_topics())
        if following:
            line = f"next      scratch learn {following.id}   ({following.title})"
            out.print(commands(line), soft_wrap=True)


def _finish(
    context: click.Context,
    command: str,
    workspace: Workspace,
    gradings: Sequence[Grading],
    passed: Sequence[bool],
) -> None:
    if wants_json():
        from scratchtools.explain import outcome_document

        documents = [
            {
                **outcome_document(g.topic, g.outcome, workspace.source(g.topic)),
                "notices": g.notices,
                "state": workspace.status(g.topic).state,
            }
            for g in gradings
        ]
        print_json({"command": command, "ok": all(passed), "topics": documents})
    context.exit(0 if all(passed) else 1)
