"""Watch a topic on a terminal: run the tests when a file changes or a key asks for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scratchtools.commands_grade import (
    Grading,
    grade,
    record_run,
    record_verification,
    running,
    show,
    show_verdict,
    show_way_to_verify,
    tests_notice,
)
from scratchtools.commands_help import (
    failing_exercise,
    give_hint,
    open_solution,
    show_hint,
    show_solution,
)
from scratchtools.console import Failure, commands, console
from scratchtools.keys import END, Keys

if TYPE_CHECKING:
    from scratchtools.learner import Workspace
    from scratchtools.topics import Topic

POLL = 0.3  # seconds between two looks at the files
MENU = "[h] hint  [r] run  [t] traceback  [g] graph  [s] solution  [v] verify  [q] quit"


class Quit(Exception):
    """The learner wants to leave."""


class Changed(Exception):
    """A file changed while the tests ran: what they would say is out of date."""


def watch(workspace: Workspace, topic: Topic, topics: Mapping[str, Topic]) -> None:
    """Run the tests now and after every change, and obey the keys, until q is pressed."""
    with Keys() as keys:
        try:
            Watcher(workspace, topic, topics, keys).loop()
        except (Quit, KeyboardInterrupt):
            console().print(commands("\nto come back: scratch"))


class Watcher:
    """The watching of one topic; `keys` is anything with `read(seconds)`."""

    def __init__(
        self, workspace: Workspace, topic: Topic, topics: Mapping[str, Topic], keys: Keys
    ) -> None:
        self.workspace, self.topic, self.topics, self.keys = workspace, topic, topics, keys
        self.grading: Grading | None = None
        self.waiting = ""  # keys pressed while the tests ran
        self.actions: dict[str, Callable[[], None]] = {
            "h": self.hint,
            "r": self.run,
            "t": self.traceback,
            "g": self.graph,
            "s": self.solution,
            "v": self.verify,
            "q": self.quit,
            END: self.quit,
        }

    def loop(self) -> None:
        """Run, wait for a key or a change, and again; ends with Quit."""
        self.run()
        self._menu()
        while True:
            key, self.waiting = self.waiting[:1], self.waiting[1:]
            key = (key or self.keys.read(POLL)).lower()
            if key in self.actions:
                self._obey(self.actions[key])
            elif self._stamp() != self.stamp:
                console().clear()
                self.run()
                self._menu()

    def _obey(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Failure as failure:
            console().print(failure.message, style="yellow", soft_wrap=True)
            if failure.fix:
                console().print(commands(f"next      {failure.fix}"), soft_wrap=True)
        self._menu()

    def run(self) -> None:
        """Run the tests, show the verdict, and say how to verify when they pass."""
        self._grade()
        show_way_to_verify(self.workspace, self.grading)

    def _grade(self) -> None:
        """Run the tests and show the verdict; begin again when a file changes meanwhile."""
        while True:
            self.stamp = self._stamp()
            try:
                with running(self.topic) as on_event:
                    self.grading = grade(
                        self.workspace,
                        self.topic,
                        self.topics,
                        on_event=on_event,
                        on_tick=self._tick,
                    )
                break
            except Changed:
                continue
        record_run(self.workspace, self.grading)
        self._show(traceback=False)

    def _tick(self) -> None:
        key = self.keys.read(0).lower()
        if key in ("q", END):
            raise Quit
        if key in self.actions:
            self.waiting += key
        if self._stamp() != self.stamp:
            raise Changed

    def _show(self, *, traceback: bool) -> None:
        console().print()
        show(self.workspace, self.grading, traceback)

    def _menu(self) -> None:
        console().print(f"\n{MENU}   (watching {self.topic.id})", style="dim", soft_wrap=True)

    def hint(self) -> None:
        """Show the next hint for the exercise of the first failing test."""
        name = failing_exercise(self.workspace, self.topic, self.topics)
        console().print()
        show_hint(give_hint(self.workspace, self.topic, name, None))

    def traceback(self) -> None:
        """Show the last verdict with the full traceback."""
        self._show(traceback=True)

    def graph(self) -> None:
        """Draw what the topic builds on."""
        from scratchtools.cli import main

        main.main(["graph", self.topic.id], prog_name="scratch", standalone_mode=False)

    def solution(self) -> None:
        """Show the reference; before verification only after a confirmation."""
        verified = self.workspace.status(self.topic).ever_verified
        if not verified:
            question = f"{self.topic.id} is not verified yet. Give up and see the reference? [y/N]"
            console().print(question, style="yellow")
            if self.keys.read(None).lower() != "y":
                return
        show_solution(open_solution(self.workspace, self.topic, give_up=not verified))

    def verify(self) -> None:
        """Grade anew and record the evidence."""
        notice, fix = tests_notice(self.workspace, self.topic)
        if notice:
            raise Failure(f"{notice}; nothing was verified", fix)
        self._grade()
        passed = record_verification(self.workspace, self.grading)
        show_verdict(self.workspace, self.grading, passed)

    def quit(self) -> None:
        """Leave."""
        raise Quit

    def _stamp(self) -> dict[str, tuple[int, int]]:
        """Return time and size of every file that matters."""
        folders = (self.workspace.source(self.topic), self.topic.tests)
        return {path: stat for folder in folders for path, stat in _stats(folder)}


def _stats(folder: Path) -> list[tuple[str, tuple[int, int]]]:
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = os.path.join(parent, name)
            try:
                stat = os.stat(path)
            except FileNotFoundError:  # an editor is replacing it at this moment
                continue
            found.append((path, (stat.st_mtime_ns, stat.st_size)))
    return found
