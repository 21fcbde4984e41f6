"""One line on a terminal that says what is going on; silent when nobody watches."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class StatusLine:
    """A line on stderr that is overwritten; `clear` it before printing anything else."""

    def __init__(self, shown: bool) -> None:
        self.shown = shown
        self._width = 0

    def update(self, text: str) -> None:
        """Replace the line."""
        if not self.shown:
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write("\r" + text.ljust(self._width))
        sys.stderr.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Remove the line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0


@contextmanager
def status_line() -> Iterator[StatusLine]:
    """Give a status line that is removed at the end, whatever happens."""
    line = StatusLine(sys.stderr.isatty())
    try:
        yield line
    finally:
        line.clear()
