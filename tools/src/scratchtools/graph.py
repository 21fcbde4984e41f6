"""The command `scratch graph`: what builds on what, as text, DOT or SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    fail,
    json_option,
    known_topics,
    output_option,
    print_json,
    relative,
    topics_argument,
)
from scratchtools.topics import MODULES, with_prerequisites

if TYPE_CHECKING:
    from scratchtools.topics import Topic

FORMATS = ("text", "dot", "svg")


@click.command(epilog="Example: scratch graph t03 --format svg --output t03.svg")
@topics_argument()
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="Default: from --output, or text."
)
@output_option("Write to a file: .svg, .dot or .txt.")
@json_option
def command(
    topics: tuple[Topic, ...], kind: str | None, output: Path | None, as_json: bool
) -> None:
    """Draw what the given topics build on; without topics the whole curriculum.

    Edges that follow from others are left out. Colours show your progress.
    """
    from scratchtools import graph_draw

    known = known_topics()
    chosen = select(topics, known)
    needs = reduced(chosen)
    states = states_of(chosen)
    kind = kind or kind_of(output)
    roots = [topic.id for topic in topics] or ends(needs)
    text = {
        "text": lambda: graph_draw.text(chosen, needs, states, roots, plain=output is not None),
        "dot": lambda: graph_draw.dot(chosen, needs, states),
        "svg": lambda: graph_draw.svg(chosen, needs, states),
    }[kind]()
    if output:
        write(output, text)
    if as_json:
        print_json(document(chosen, needs, states, kind, output, text))
    elif output:
        click.echo(f"{len(chosen)} topics in {relative(output)}")
    else:
        click.echo(text, nl=False)


def select(topics: Sequence[Topic], known: Mapping[str, Topic]) -> dict[str, Topic]:
    """Return the topics and all that they build on, by id and in order; all when none is given."""
    if not topics:
        return dict(known)
    wanted = {topic.id for topic in topics}
    for topic in topics:
        wanted |= {earlier.id for earlier in with_prerequisites(topic, known)}
    return {key: topic for key, topic in known.items() if key in wanted}


def reduced(topics: Mapping[str, Topic]) -> dict[str, list[str]]:
    """Return what each topic builds on, without what follows from its other prerequisites."""
    below: dict[str, set[str]] = {}
    needs = {}
    for key, topic in topics.items():  # in order: prerequisites first
        direct = [name for name in topic.requires if name in below]
        implied = set().union(*(below[name] for name in direct))
        needs[key] = [name for name in direct if name not in implied]
        below[key] = implied | set(direct)
    return needs


def ends(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the topics that no other topic builds on."""
    used = {name for names in needs.values() for name in names}
    return [key for key in needs if key not in used]


def states_of(topics: Mapping[str, Topic]) -> dict[str, str]:
    """Return the learner's state in each topic; an unreadable ledger leaves all of them open."""
    from scratchtools.learner import NOT_STARTED, Workspace

    workspace = Workspace.open()
    if not workspace.ledger.path.exists():
        return dict.fromkeys(topics, NOT_STARTED)
    try:
        return {key: workspace.status(topic).state for key, topic in topics.items()}
    except OSError as error:
        fail(f"the ledger cannot be read: {error}", "scratch doctor")


def kind_of(output: Path | None) -> str:
    """Return the format that a file's name asks for."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    if output is None or ending == "txt":
        return "text"
    if ending not in FORMATS:
        fail(f"--output {output}: the ending says no format", "end it in .svg, .dot or .txt")
    return ending


def write(output: Path, text: str) -> None:
    """Write the drawing; end the command with the reason when that fails."""
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}")


def document(
    topics: Mapping[str, Topic],
    needs: Mapping[str, Sequence[str]],
    states: Mapping[str, str],
    kind: str,
    output: Path | None,
    text: str,
) -> dict:
    """Return the JSON document: the graph as data, and the drawing unless it went to a file."""
    found = {
        "command": "graph",
        "ok": True,
        "modules": list(MODULES),
        "topics": [
            {
                "id": key,
                "name": topic.name,
                "title": topic.title,
                "module": topic.module,
                "optional": topic.optional,
                "requires": list(topic.requires),
                "needs": list(needs[key]),
                "state": states[key],
            }
            for key, topic in topics.items()
        ],
        "format": kind,
    }
    return found | ({"output": output} if output else {"drawing": text})
