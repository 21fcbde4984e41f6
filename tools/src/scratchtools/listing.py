"""`scratch topics`: list the topics by module."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from scratchtools.console import json_option, print_json

if TYPE_CHECKING:
    from scratchtools.metadata import MetadataError
    from scratchtools.topics import Topic

COLOURS = {"verified": "green", "stale": "yellow", "started": "cyan"}


@click.command(epilog="Example: scratch topics --json")
@json_option
def command(as_json: bool) -> None:
    """List the topics by module: number, title, hours, and where you stand."""
    from scratchtools.learner import Workspace
    from scratchtools.topics import MODULES, repository_root, scan

    root = repository_root()
    topics, faults = scan(root)
    workspace = Workspace.open(root)
    states = {topic.id: workspace.status(topic).state for topic in topics.values()}
    if as_json:
        document = {
            "command": "topics",
            "ok": not faults,
            "modules": list(MODULES),
            "topics": [_as_json(topic, states[topic.id]) for topic in topics.values()],
        }
        print_json(
            document | ({"errors": [str(fault) for fault in faults.values()]} if faults else {})
        )
    else:
        _show(topics, states, faults)
    sys.exit(1 if faults else 0)


def _as_json(topic: Topic, state: str) -> dict:
    return {
        "id": topic.id,
        "name": topic.name,
        "title": topic.title,
        "description": topic.description,
        "module": topic.module,
        "optional": topic.optional,
        "hours": topic.hours,
        "requires": list(topic.requires),
        "milestone": topic.milestone is not None,
        "status": state,
    }


def _show(
    topics: Mapping[str, Topic], states: Mapping[str, str], faults: Mapping[str, MetadataError]
) -> None:
    from scratchtools.topics import MODULES

    width = max((len(topic.title) for topic in topics.values()), default=0)
    for number, title in enumerate(MODULES):
        own = [topic for topic in topics.values() if topic.module == number]
        if not own:
            continue
        optional = " (optional)" if all(topic.optional for topic in own) else ""
        click.secho(f"Module {number}: {title}{optional}", bold=True)
        for topic in own:
            state = states[topic.id]
            line = f"  {topic.id}  {topic.title:{width}}  {topic.hours:4g} h  "
            click.echo(line + click.style(f"{state:14}", fg=COLOURS.get(state)) + topic.description)
    for fault in faults.values():
        click.echo(f"cannot be read: {fault}", err=True)
    hours = sum(topic.hours for topic in topics.values())
    click.echo(f"{len(topics)} topics, about {hours:g} hours; start one with: scratch learn t01")
