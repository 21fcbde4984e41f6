"""The checkout's .venv: what it must hold, whether it still does, and how it is made or mended.

`.venv/scratch.json` is the stamp. It says `complete` only while nothing is being changed, so a
set-up that was killed is noticed and done again; it lists what was installed, so that damage is
noticed too. Standard library only.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from scratchtools.installer import Installer, say
from scratchtools.projects import Project, SetupError, fingerprint, read_projects

STAMP = "scratch.json"
READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}


class Environment:
    """The virtual environment of the checkout at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.state = root / ".scratch"  # lock, log and what waits for deletion
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @cached_property
    def projects(self) -> list[Project]:
        """The packages that are installed into it."""
        return read_projects(self.root)

    def ensure(self, extras: frozenset[str]) -> None:
        """Make it hold every package with `extras`; returns at once when it does already."""
        if self.lack(extras) is None:
            return
        with self.changing() as lock:
            reason = self.lack(extras)  # another set-up may just have done it
            if reason is not None:
                self._set_up(reason, extras, lock)

    def rebuild(self, reason: str, extras: frozenset[str]) -> None:
        """Make it anew."""
        with self.changing() as lock:
            self._write_stamp({**self.stamp(), "complete": False})
            self._set_up(reason, extras, lock)

    def lack(self, extras: frozenset[str]) -> str | None:
        """Return why a set-up is needed, or None."""
        stamp = self.stamp()
        damage = self.damage(stamp)
        if damage is not None:
            return damage
        missing = extras.difference(stamp.get("extras", ()))
        if missing:
            return f"this command also needs: {', '.join(sorted(missing))}"
        return (
            None if stamp.get("projects") == fingerprint(self.projects) else "the packages changed"
        )

    def damage(self, stamp: dict) -> str | None:
        """Return why it must be made anew, or None; looks at files only, to be fast."""
        if not self.folder.exists():
            return "first use"
        if not stamp.get("complete"):
            return "the last set-up was not finished"
        if stamp.get("root") != str(self.root):
            return "this folder was moved or copied"
        if stamp.get("python", "") != self._interpreter():
            return "its Python is gone or another one"
        if not self._entries().issuperset(stamp.get("entries", ["?"])):
            return "something in it was deleted"
        return None

    def stamp(self) -> dict:
        """Return the stamp; an empty one when there is none that can be read."""
        try:
            stamp = json.loads((self.folder / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # means: not finished
        return stamp if isinstance(stamp, dict) else {}

    def seal(self, extras: frozenset[str]) -> None:
        """Record what it holds now, as complete."""
        stamp = {
            "complete": True,
            "root": str(self.root),
            "python": self._interpreter(),
            "extras": sorted(extras),
            "projects": fingerprint(self.projects),
            "entries": sorted(self._entries()),
        }
        self._write_stamp(stamp)

    def _set_up(self, reason: str, extras: frozenset[str], lock: int) -> None:
        started = time.monotonic()
        before = self.stamp()
        installer = Installer(self.root, self.folder, self.python, self.state / "setup.log", lock)
        extras, projects = extras.union(before.get("extras", ())), self.projects
        anew = self.damage(before) is not None or not installer.can_change()
        say(f"setting up .venv ({reason})" + ("; this takes a minute or two" if anew else ""))
        if anew:
            self._discard()
            self.folder.mkdir()
        self._write_stamp({"complete": False, "extras": before.get("extras", [])})
        if anew:
            installer.create()
        try:
            installer.install(projects, extras)
        except SetupError:
            if not anew and self._entries().issuperset(before["entries"]):
                self._write_stamp(before)  # nothing was changed: other commands still work
            raise
        self.seal(extras)
        say(f"ready after {time.monotonic() - started:.0f} s")

    def _write_stamp(self, stamp: dict) -> None:
        new = self.folder / (STAMP + ".new")
        with open(new, "w", encoding="utf-8") as file:
            json.dump(stamp, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, self.folder / STAMP)

    def _interpreter(self) -> str | None:
        """Return the file that .venv's Python is a link to; None when it cannot start."""
        try:
            lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
            file = os.path.realpath(self.python, strict=True)
        except (OSError, ValueError):
            return None
        settings = dict(line.split(" = ", 1) for line in lines if " = " in line)
        return file if os.path.isdir(settings.get("home", "")) else None

    def _entries(self) -> set[str]:
        """Return the names in site-packages, without versions."""
        pattern = "Lib/site-packages/*" if os.name == "nt" else "lib/python3.*/site-packages/*"
        names = (file.name for file in self.folder.glob(pattern))
        return {
            name.split("-")[0] + ".dist-info" if name.endswith(".dist-info") else name
            for name in names
            if name != "__pycache__"
        }

    def _discard(self) -> None:
        """Get the old .venv out of the way, in one step so that being killed leaves no half."""
        if not os.path.lexists(self.folder):
            return
        ours = (self.folder / STAMP).exists() or not self._has_content()
        kind = "trash" if ours else "venv-not-made-by-scratch"
        target = self.state / f"{kind}-{time.time_ns()}"
        try:
            os.replace(self.folder, target)
        except PermissionError as error:  # Windows, while a program runs from it
            fix = "close the programs and terminals that use it, then run this again"
            raise SetupError(f"cannot replace {self.folder}: {error}", fix) from error
        if not ours:
            say(f"kept the .venv that was here as {target}")
        self._empty_trash()

    def _has_content(self) -> bool:
        if self.folder.is_dir():
            return any(self.folder.iterdir())
        return self.folder.exists()  # a file; a link to nothing has no content

    def _empty_trash(self) -> None:
        for old in self.state.glob("trash-*"):
            if old.is_symlink() or not old.is_dir():
                old.unlink()
            else:
                shutil.rmtree(old, ignore_errors=True)  # the rest goes with the next set-up

    @contextmanager
    def changing(self) -> Iterator[int]:
        """Hold the set-up lock; turn what the folder does not allow into one message.

        Yields the lock, for the installer to inherit.
        """
        try:
            self.state.mkdir(exist_ok=True)
            with open(self.state / "setup.lock", "a", encoding="utf-8") as file:
                _lock(file.fileno())
                self._empty_trash()
                yield file.fileno()
        except OSError as error:
            if error.errno in READ_ONLY:
                fix = "copy this folder to a place where you may write, and run it there"
                raise SetupError(f"cannot write in {self.root}: {error.strerror}", fix) from error
            fix = "make room, or correct the file that it names; then run this again"
            raise SetupError(f"cannot prepare {self.folder}: {error}", fix) from error


def _lock(descriptor: int) -> None:
    """Wait until no other set-up of this checkout runs, then keep others out."""
    waiting = False
    while not _try_lock(descriptor):
        if not waiting:
            say("another set-up of this folder is running; waiting for it")
        waiting = True
        time.sleep(0.2)


if os.name == "nt":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
