"""What every command shares: topic arguments, `--json`, errors with a fix, plain or rich output.

Only click and the topic reader are imported here; rich and everything heavy stay inside functions.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from rich.console import Console

    from scratchtools.topics import Topic

JSON_META = "scratchtools.json"
TOPICS_META = "scratchtools.topics"


class Failure(click.ClickException):
    """An error for the person at the keyboard: what is wrong, and the command that fixes it."""

    def __init__(self, message: str, fix: str = "", code: int = 2) -> None:
        super().__init__(message)
        self.fix = fix
        self.exit_code = code

    def show(self, file: Any = None) -> None:
        stream = file or sys.stderr
        click.echo(click.style("error: ", fg="red", bold=True) + self.message, file=stream)
        if self.fix:
            click.echo(f"fix:   {commands(self.fix)}", file=stream)


def fail(message: str, fix: str = "", code: int = 2) -> NoReturn:
    """End the command with an error; `fix` is what to type or do about it."""
    raise Failure(message, fix, code)


def error_document(error: click.ClickException, command: str) -> dict:
    """Return the JSON document that stands for `error`."""
    document = {"command": command, "ok": False, "error": error.format_message()}
    fix = getattr(error, "fix", "")
    if fix:
        document["fix"] = commands(fix)
    return document


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one JSON document of this command; numbers JSON lacks (NaN) become null."""
    import json

    if list(document)[:2] != ["command", "ok"] or not isinstance(document["ok"], bool):
        raise TypeError('a JSON document starts with "command" and the bool "ok"')
    click.echo(json.dumps(_plain(document), indent=2, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if value - value == 0 else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "tolist"):  # a NumPy scalar or array
        return _plain(value.tolist())
    raise TypeError(f"cannot put a {type(value).__name__} into JSON: {value!r}")


def _remember_json(context: click.Context, _: click.Parameter, value: bool) -> bool:
    if value:
        context.find_root().meta[JSON_META] = True
    return value


json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,
    callback=_remember_json,
    help="Print one JSON document and nothing else.",
)


def wants_json() -> bool:
    """Say whether the running command was asked for JSON."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().meta.get(JSON_META))


def console() -> Console:
    """Return the rich console: stdout, or stderr when stdout belongs to a JSON document."""
    return _console(wants_json(), sys.stderr if wants_json() else sys.stdout)


@cache
def _console(stderr: bool, stream: Any) -> Console:
    from rich.console import Console

    width = None if stream.isatty() or "COLUMNS" in os.environ else 120
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def interactive() -> bool:
    """Say whether somebody sits at a terminal: only then may a command wait, watch or ask."""
    streams = (sys.stdin, sys.stdout)  # None when they were closed
    return all(stream and stream.isatty() for stream in streams) and not wants_json()


@cache
def program() -> str:
    """Return how the learner calls this program: `scratch` when it is on the PATH."""
    if shutil.which("scratch"):
        return "scratch"
    return "py scratch" if os.name == "nt" else "./scratch"


def commands(text: str) -> str:
    """Write the commands in `text` (`scratch hint t02`) the way they work on this machine."""
    from scratchtools.cli import TABLE

    names = "|".join(TABLE)
    return re.sub(rf"(?<![\w./-])scratch(?= (?:(?:{names})\b|--))", program(), text)


def relative(path: Path) -> str:
    """Return `path` as seen from the current folder when it lies below, with forward slashes."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return str(path)


def known_topics() -> dict[str, Topic]:
    """Return the readable topics by id; a package with faulty metadata is left out."""
    return _scan()[0]


def _scan() -> tuple[dict[str, Topic], dict[str, Exception]]:
    from scratchtools import topics

    context = click.get_current_context(silent=True)
    meta = context.find_root().meta if context else {}
    if TOPICS_META not in meta:
        try:
            meta[TOPICS_META] = topics.scan(topics.repository_root())
        except LookupError as error:
            fail(str(error))
    return meta[TOPICS_META]


class TopicParam(click.ParamType):
    """A topic named t12, 12, im2col, t12-im2col or t12_im2col."""

    name = "topic"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Topic:
        from scratchtools.topics import Topic, UnknownTopic, resolve

        if isinstance(value, Topic):
            return value
        known, faults = _scan()
        try:
            return resolve(value, known)
        except UnknownTopic as error:
            for folder, fault in faults.items():
                if value in (folder, folder[:3]):
                    fail(str(fault), code=1)
            fail(str(error), "scratch topics")

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [
            CompletionItem(name, help=topic.title)
            for topic in known_topics().values()
            for name in (topic.id, topic.slug)
            if name.startswith(incomplete)
        ]


Decorator = Callable[[Callable], Callable]


def topic_argument(*, required: bool = True) -> Decorator:
    """Add the argument `topic`: one Topic, or None when it is not required and not given."""
    return click.argument("topic", type=TopicParam(), required=required, metavar="TOPIC")


def output_option(text: str) -> Decorator:
    """Add the option `output`: a file to write, or None; `text` is its help."""
    path = click.Path(dir_okay=False, path_type=Path)
    return click.option("--output", type=path, metavar="FILE", help=text)


def topics_argument(*, required: bool = False) -> Decorator:
    """Add the argument `topics`: a tuple of Topics, empty when none is given."""
    return click.argument(
        "topics", type=TopicParam(), nargs=-1, required=required, metavar="TOPIC..."
    )
