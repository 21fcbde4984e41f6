"""Read single keys from the terminal without waiting for Enter."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

END = "\x04"  # what `read` returns when the terminal is gone


class Keys:
    """A context in which `read` returns keys as they are pressed; the terminal is put back."""

    def __enter__(self) -> Keys:
        if os.name == "posix":
            import termios
            import tty

            self.descriptor = sys.stdin.fileno()
            self.before = termios.tcgetattr(self.descriptor)
            tty.setcbreak(self.descriptor)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if os.name == "posix":
            import termios

            termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self.before)

    def read(self, seconds: float | None) -> str:
        """Return the key pressed within `seconds` (None: wait for one), or an empty text."""
        return self._read_posix(seconds) if os.name == "posix" else self._read_windows(seconds)

    def _read_posix(self, seconds: float | None) -> str:
        import select

        ready, _, _ = select.select([self.descriptor], [], [], seconds)
        if not ready:
            return ""
        return os.read(self.descriptor, 1).decode(errors="replace") or END

    def _read_windows(self, seconds: float | None) -> str:
        import msvcrt

        deadline = None if seconds is None else time.monotonic() + seconds
        while not msvcrt.kbhit():
            if deadline is not None and time.monotonic() >= deadline:
                return ""
            time.sleep(0.05)
        return msvcrt.getwch()
