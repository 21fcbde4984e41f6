"""The command `scratch`: a table of commands, each imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from scratchtools.console import Failure, error_document, json_option, print_json, wants_json

SHELLS = ("bash", "zsh", "fish", "powershell")

# name: (module, attribute, one line for the list of commands)
COMMANDS: dict[str, dict[str, tuple[str, str, str]]] = {
    "Learn": {
        "learn": ("commands_learn", "learn", "Start or resume a topic; watch it on a terminal."),
        "start": ("commands_learn", "start", "Hand out the starter of one or more topics."),
        "test": ("commands_grade", "test", "Run the graded tests on your code."),
        "hint": ("commands_help", "hint", "Show the next hint for an exercise."),
        "verify": ("commands_grade", "verify", "Record that your code passes every test."),
        "questions": ("commands_help", "questions", "Ask a topic's interview questions."),
        "solution": ("commands_help", "solution", "Compare your code with the reference."),
        "progress": ("commands_progress", "progress", "Show what is verified, stale, borrowed."),
        "reset": ("commands_learn", "reset", "Begin a topic again; your files are backed up."),
        "borrow": ("commands_learn", "borrow", "Use the reference of an earlier topic."),
        "export": ("commands_progress", "export", "Write your ledger to a file."),
        "import": ("commands_progress", "import_", "Merge an exported ledger into yours."),
    },
    "Curriculum": {
        "topics": ("listing", "command", "List the topics."),
        "graph": ("graph", "command", "Draw what builds on what."),
        "doctor": ("doctor", "command", "Check this machine."),
        "validate": ("validate", "command", "Check the whole curriculum."),
        "lint": ("content", "command", "Check READMEs, hints, questions and tests."),
        "check": ("traps", "command", "Check a topic's starter, tests and traps."),
        "data": ("data", "command", "Get, list and verify datasets."),
        "milestone": ("milestones", "command", "Train a milestone and judge its targets."),
        "bench": ("benchmark", "command", "Measure speed and memory against a peer."),
        "plot": ("plots", "command", "Save a topic's pictures."),
        "mutate": ("mutate", "command", "Count the mutants that survive the tests."),
        "new": ("new", "command", "Make a topic package from the template."),
        "completion": ("cli", "completion", "Print the completion script of a shell."),
    },
}
TABLE = {name: entry for section in COMMANDS.values() for name, entry in section.items()}


class Commands(click.Group):
    """A group that imports a command when it is called and reports every error as asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from importlib import import_module

        if cmd_name not in TABLE:
            return None
        module, attribute, _ = TABLE[cmd_name]
        return getattr(import_module(f"scratchtools.{module}"), attribute)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in TABLE and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise Failure(_no_command(args[0]), "scratch --help")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [name for name in TABLE if name.startswith(incomplete)]
        found = [CompletionItem(name, help=TABLE[name][2]) for name in names]
        return found + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, section in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry[2]) for name, entry in section.items()])

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run the command; with `--json`, errors are JSON documents too."""
        words = list(sys.argv[1:] if args is None else args)
        if not extra.pop("standalone_mode", True):
            return super().main(words, *rest, standalone_mode=False, **extra)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        as_json = "--json" in words or "--status-json" in words
        try:
            sys.exit(super().main(words, *rest, standalone_mode=False, **extra) or 0)
        except click.ClickException as error:
            _report(error, words, as_json)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _report(Failure("stopped"), words, as_json)
            sys.exit(130)
        except BrokenPipeError:
            _leave_pipe_quietly()
        except Exception as error:
            failure = _expected(error)
            if failure is None:
                if as_json:
                    text = f"internal error: {type(error).__name__}: {error}"
                    _report(Failure(text), words, as_json)
                raise
            _report(failure, words, as_json)
            sys.exit(failure.exit_code)


def _expected(error: Exception) -> Failure | None:
    """Return what to tell the learner about an error that is no bug; None for a bug."""
    import errno

    from scratchtools.ledger import LedgerError
    from scratchtools.topics import MetadataError

    if isinstance(error, (LedgerError, MetadataError)):
        return Failure(str(error), code=1)
    if type(error) is LookupError:  # no repository here
        return Failure(str(error))
    if isinstance(error, OSError) and error.errno in (
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
    ):
        return Failure(f"cannot write {error.filename}: {error.strerror}", code=1)
    return None


def _report(error: click.ClickException, words: list[str], as_json: bool) -> None:
    if as_json:
        command = next((word for word in words if word in TABLE), "scratch")
        print_json(error_document(error, command))
    else:
        error.show()


def _leave_pipe_quietly() -> None:
    """End after the reader of a pipe (`scratch topics | head`) has gone away."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def _no_command(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, TABLE, n=1, cutoff=0.5)
    return f"no command {word!r}" + (f": did you mean {near[0]}?" if near else "")


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if not value:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"scratch {version('scratchtools')}")
    except PackageNotFoundError:
        click.echo("scratch (run from its sources, not installed)")
    context.exit()


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: scratch learn t01\n\n"
    "In a checkout ./scratch also runs quick and full (the checks of a change) and setup.",
)
@json_option
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    callback=_print_version,
    expose_value=False,
    help="Show the version.",
)
@click.pass_context
def main(context: click.Context, as_json: bool) -> None:
    """Build deep learning from scratch, one tested topic after the other.

    Without a command it resumes the topic you worked on last.
    """
    if context.invoked_subcommand is None:
        context.invoke(main.get_command(context, "learn"), topic=None, as_json=as_json)


@click.command(epilog="Example: scratch completion bash >> ~/.bashrc")
@click.argument("shell", type=click.Choice(SHELLS))
@json_option
def completion(shell: str, as_json: bool) -> None:
    """Print the completion script of SHELL; put it into the shell's start file."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise Failure(f"this click has no completion for {shell}", "pip install --upgrade click")
    script = kind(main, {}, "scratch", "_SCRATCH_COMPLETE").source()
    if wants_json():
        print_json({"command": "completion", "ok": True, "shell": shell, "script": script})
    else:
        click.echo(script)
