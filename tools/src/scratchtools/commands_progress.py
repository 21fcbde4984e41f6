"""`scratch progress`, `export`, `import`: what the evidence says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scratchtools.console import (
    TopicParam,
    commands,
    console,
    fail,
    json_option,
    known_topics,
    print_json,
    relative,
)
from scratchtools.learner import DECLARED, NOT_STARTED, STALE, STARTED, VERIFIED, Workspace
from scratchtools.ledger import History, parse
from scratchtools.topics import MODULES

if TYPE_CHECKING:
    from scratchtools.topics import Topic

STYLES = {VERIFIED: "green", STALE: "yellow", DECLARED: "cyan", STARTED: "bold"}


def summary(workspace: Workspace, topics: Mapping[str, Topic]) -> dict:
    """Return the learner's progress as plain data; only core topics count in the percentage."""
    entries = [_entry(workspace, topic) for topic in topics.values()]
    core = [entry for entry in entries if not entry["optional"]]
    done = sum(entry["state"] == VERIFIED for entry in core)
    return {
        "percent": round(100 * done / len(core), 1) if core else 0.0,
        "verified": done,
        "core": len(core),
        "self_declared": sum(entry["state"] == DECLARED for entry in core),
        "stale": sum(entry["state"] == STALE for entry in core),
        "optional_verified": sum(e["optional"] and e["state"] == VERIFIED for e in entries),
        "optional": len(entries) - len(core),
        "topics": entries,
        "ledger_faults": list(workspace.history.faults),
    }


def _entry(workspace: Workspace, topic: Topic) -> dict:
    status = workspace.status(topic)
    run = workspace.last_run(topic) or {}
    return {
        "id": topic.id,
        "name": topic.name,
        "title": topic.title,
        "module": topic.module,
        "optional": topic.optional,
        "state": status.state,
        "reason": status.reason,
        "verified_at": status.verified_at,
        "borrowed": (bool(status.borrowed) and status.state != VERIFIED)
        or status.borrowed == "explicit",
        "hints": status.hints,
        "gave_up": status.gave_up,
        "passing": run.get("passing"),
        "tests": run.get("total"),
    }


@click.command(epilog="Example: scratch progress --detailed")
@click.option("--detailed", is_flag=True, help="Show times, test counts, hints and reasons.")
@click.option("--mark-topic", type=TopicParam(), multiple=True, help="Declare a topic done.")
@click.option("--unmark-topic", type=TopicParam(), multiple=True, help="Take that back.")
@click.option("--reset", is_flag=True, help="Begin a new ledger; the old one goes to backups.")
@click.option("--status-json", is_flag=True, help="The same as --json.")
@json_option
@click.pass_context
def progress(
    context: click.Context,
    detailed: bool,
    mark_topic: Sequence[Topic],
    unmark_topic: Sequence[Topic],
    reset: bool,
    status_json: bool,
    as_json: bool,
) -> None:
    """Show what is verified, stale, borrowed or self-declared.

    Verified means that your files passed the tests and neither has changed since. A mark is your
    own word for it: it is shown as self-declared and does not count in the percentage.
    """
    workspace = Workspace.open()
    backup = workspace.ledger.put_away(workspace.backups) if reset else None
    for event, topics in (("mark", mark_topic), ("unmark", unmark_topic)):
        for topic in topics:
            workspace.record(event, topic)
    document = summary(workspace, known_topics())
    if as_json or status_json:
        extra = {"backup": relative(backup)} if backup else {}
        print_json({"command": "progress", "ok": True, **document, **extra})
        return
    if reset:
        where = f"; the old one is {relative(backup)}" if backup else ""
        console().print(f"a new ledger has begun{where}", soft_wrap=True)
    show_progress(document, detailed)


def show_progress(document: dict, detailed: bool) -> None:
    """Print the summary and one line per topic; optional topics on their own."""
    out = console()
    line = f"{document['percent']:g} %: {document['verified']} of {document['core']} core topics "
    line += "verified"
    for key, word in (("stale", "stale"), ("self_declared", "self-declared")):
        line += f", {document[key]} {word}" if document[key] else ""
    out.print(line, style="bold")
    entries = document["topics"]
    for module, title in enumerate(MODULES):
        chosen = [e for e in entries if e["module"] == module and not e["optional"]]
        _show_group(f"Module {module}: {title}", chosen, detailed)
    done = f"{document['optional_verified']} of {document['optional']} verified"
    _show_group(f"Optional ({done})", [e for e in entries if e["optional"]], detailed)
    for fault in document["ledger_faults"]:
        out.print(f"note      ledger.jsonl {fault}", style="yellow", soft_wrap=True)


def _show_group(title: str, entries: Iterable[dict], detailed: bool) -> None:
    entries = list(entries)
    out = console()
    if entries:
        out.print(f"\n{title}")
    for entry in entries:
        line = f"  {entry['id']}  {entry['title']:<28}  {_state_text(entry)}".rstrip()
        out.print(line, style=STYLES.get(entry["state"], "dim"), soft_wrap=True)
        if detailed:
            for text in _details(entry):
                out.print(f"       {text}", soft_wrap=True)


def _state_text(entry: dict) -> str:
    words = [entry["state"]]
    if entry["borrowed"]:
        words = ["borrowed"] if entry["state"] == NOT_STARTED else [*words, "borrowed"]
    if entry["gave_up"]:
        words.append("solution seen")
    text = ", ".join(words)
    if entry["state"] == STALE:
        text += f": {entry['reason']}"
    if entry["state"] == STARTED and entry["tests"]:
        text += f": {entry['passing']} of {entry['tests']} tests pass"
    return text


def _details(entry: dict) -> list[str]:
    found = []
    if entry["verified_at"]:
        found.append(f"verified  {entry['verified_at']}")
    if entry["tests"]:
        found.append(f"tests     {entry['passing']} of {entry['tests']} pass in the last run")
    if entry["hints"]:
        found.append(f"hints     {entry['hints']}")
    if entry["state"] == STALE:
        found.append(commands(f"next      scratch verify {entry['id']}"))
    if entry["borrowed"] and entry["state"] == NOT_STARTED:
        found.append(commands(f"your own  scratch start {entry['id']}"))
    return found


@click.command(epilog="Example: scratch export my-progress.jsonl")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@json_option
def export(file: Path | None, as_json: bool) -> None:
    """Write your ledger to FILE, or to the screen; `scratch import` reads it."""
    workspace = Workspace.open()
    records = workspace.history.records
    text = "".join(json.dumps(record) + "\n" for record in records)
    if file:
        try:
            file.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            fail(f"cannot write {file}: {error.strerror}", code=1)
    if as_json:
        document = {"command": "export", "ok": True, "count": len(records)}
        print_json({**document, **({"file": str(file)} if file else {"records": records})})
    elif file:
        console().print(f"{len(records)} records written to {file}", soft_wrap=True)
    else:
        click.echo(text, nl=False)
    for fault in workspace.history.faults:
        click.echo(f"note: ledger.jsonl {fault}", err=True)


@click.command("import", epilog="Example: scratch import my-progress.jsonl")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def import_(file: Path, as_json: bool) -> None:
    """Merge an exported ledger into yours; records you have already are not doubled.

    A verification counts where your files are the ones that were verified.
    """
    workspace = Workspace.open()
    history = _read_export(file)
    fresh = workspace.ledger.merge(history.records)
    if as_json:
        known = len(history.records) - len(fresh)
        print_json({"command": "import", "ok": True, "added": len(fresh), "known": known})
        return
    console().print(f"{len(fresh)} of {len(history.records)} records added", soft_wrap=True)


def _read_export(file: Path) -> History:
    """Read a file to import; refuse one with anything but records, so that nothing is half done."""
    try:
        history = parse(file.read_bytes())
    except OSError as error:
        fail(f"cannot read {file}: {error.strerror}")
    if history.faults or not history.records:
        reason = history.faults[0] if history.faults else "it holds no records"
        fail(f"{file} is not an exported ledger: {reason}; nothing was imported", code=1)
    return history
