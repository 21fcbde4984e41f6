"""Grade many versions of one topic from one warm process, which forks for each of them.

Starting Python, NumPy and pytest and importing the earlier topics takes more time than most tests.
Only `scratch check` uses this, for versions that the repository itself contains: a learner's code
is graded in a process of its own from the start.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

GONE = (OSError, ValueError)  # what a socket raises whose other end, or which itself, is closed


def can_serve() -> bool:
    """Say whether this system can fork and hand open files to another process."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform != "darwin"


class Server:
    """The warm process: `start` gives a child that behaves like one of subprocess."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        path: Sequence[str],
        overlay: Sequence[str],
        modules: Sequence[str],
    ) -> None:
        self.connection, other = socket.socketpair()
        with other:
            self.process = subprocess.Popen(
                list(command),
                stdin=other,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                start_new_session=True,
            )
        common = {"path": path, "overlay": overlay, "modules": modules, "parent": os.getpid()}
        with suppress(OSError):  # it died at once: `start` will say so
            self._send(common, [])

    def _send(self, message: Mapping, files: Sequence[int]) -> None:
        data = json.dumps(message).encode()
        socket.send_fds(self.connection, [b"%08x" % len(data)], files)
        self.connection.sendall(data)

    def start(self, spec: Mapping, printed: int) -> Served:
        """Grade `spec` in a new child; what it prints goes to the open file `printed`.

        The one before must have been waited for. Raises ConnectionError where the server is gone.
        """
        read, write = os.pipe()
        try:
            self._send(spec, [write, printed])
            pid = self._number()
        except BaseException as error:
            os.close(read)
            if isinstance(error, GONE):
                raise ConnectionError("the grading server is gone") from error
            raise
        finally:
            os.close(write)
        return Served(pid, os.fdopen(read, "rb"), self)

    def _number(self) -> int:
        line = b""
        while not line.endswith(b"\n"):
            byte = self.connection.recv(1)
            if not byte:
                raise ConnectionError("the grading server is gone")
            line += byte
        return int(line)

    def kill(self) -> None:
        """End the server at once, from any thread; on Linux its child dies with it."""
        self.process.kill()

    def close(self) -> None:
        """End the server, which has no child any more."""
        self.connection.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        self.process.kill()
        self.process.wait()


class Served:
    """A child of the server, with the part of subprocess.Popen that grading needs."""

    def __init__(self, pid: int, stdout: object, server: Server) -> None:
        self.pid, self.stdout, self.server = pid, stdout, server
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code if it has ended, else None."""
        if self.returncode is None:
            try:
                ended = bool(select.select([self.server.connection], [], [], 0)[0])
            except GONE:
                ended = True
            if ended:
                self.wait()
        return self.returncode

    def wait(self) -> int:
        """Wait for the end and return the exit code; a server that is gone counts as killed."""
        if self.returncode is None:
            try:
                self.returncode = self.server._number()
            except GONE:
                self.returncode = -9
        return self.returncode
