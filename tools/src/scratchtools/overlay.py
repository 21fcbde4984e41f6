"""What a later topic runs on: the learner's own verified topics, the reference for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scratchtools.learner import STALE, STARTED, VERIFIED, Workspace
from scratchtools.topics import Topic, with_prerequisites

if TYPE_CHECKING:
    from scratchtools.learner import Status


@dataclass(frozen=True)
class Prerequisite:
    """An earlier topic as the later one will import it."""

    topic: Topic
    own: bool
    source: Path
    state: str  # "own", "stale" or "borrowed"
    notice: str = ""  # what the learner should know about it, with the command that changes it


def prerequisites(
    workspace: Workspace, topic: Topic, topics: Mapping[str, Topic]
) -> list[Prerequisite]:
    """Return every topic that `topic` builds on, and whose code is used for it."""
    earlier = with_prerequisites(topic, topics)
    return [_prerequisite(workspace, needed, workspace.status(needed)) for needed in earlier]


def _prerequisite(workspace: Workspace, topic: Topic, status: Status) -> Prerequisite:
    if status.state == VERIFIED and status.borrowed != "explicit":
        return Prerequisite(topic, True, workspace.source(topic), "own")
    if status.state == STALE and status.borrowed != "explicit":
        notice = f"{topic.id} is stale ({status.reason}), so the reference is used; to use yours: "
        return Prerequisite(
            topic, False, topic.source, "stale", notice + f"scratch verify {topic.id}"
        )
    change = f"to write your own: scratch start {topic.id}"
    if status.state == STARTED:
        change = f"to use your own: scratch verify {topic.id}"
    if status.borrowed == "explicit":
        change = f"to use your own: scratch borrow --return {topic.id}"
    notice = f"{topic.id} is borrowed from the reference; {change}"
    return Prerequisite(topic, False, topic.source, "borrowed", notice)


def overlay(needed: Sequence[Prerequisite]) -> list[Path]:
    """Return the src folders to import from, in order."""
    return [prerequisite.source for prerequisite in needed]


def borrow_missing(workspace: Workspace, needed: Sequence[Prerequisite]) -> list[Topic]:
    """Record that missing prerequisites are borrowed; return those that were not before."""
    fresh = [
        prerequisite.topic
        for prerequisite in needed
        if prerequisite.state == "borrowed" and not workspace.status(prerequisite.topic).borrowed
    ]
    for topic in fresh:
        workspace.record("borrow", topic, automatic=True)
    return fresh
