"""Run the grading child: start it, read its events, end it when it is silent or too big."""

from __future__ import annotations

import errno
import json
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from scratchtools.grade_server import Served, Server

CHILD = Path(__file__).with_name("grade_child.py")
COMMAND = (sys.executable, "-E", "-P", "-X", "utf8", str(CHILD))
CONFIG = """[pytest]
markers =
    slow: takes more than a second
    oracle: compares with another library
    timeout: has its own time limit
"""
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
}
START_TIMEOUT = 60.0  # seconds until pytest and NumPy are imported
POLL = 0.1  # seconds between two looks at the clock
GRACE = 3.0  # seconds for the last lines of a child that is gone while something holds its pipe
FILE_MB = 256  # size of a file, also of what is printed; the topics' own tests write less
SHOWN = 4000  # characters of what was printed
STOP = threading.Event()  # set: every grading of this process ends its child and raises Stopped


class Stopped(Exception):
    """Nobody wants to know any more how a grading ends."""


@dataclass
class Run:
    """What a child did: its events in order and how it ended."""

    events: list[dict] = field(default_factory=list)
    ended: str = ""  # "end" (all was run), "exit", "timeout" or "memory"
    code: int | None = None
    printed: str = ""  # the end of what was printed outside of tests

    def last(self, kind: str) -> dict | None:
        """Return the last event of one kind."""
        return next((event for event in reversed(self.events) if event["kind"] == kind), None)


def run_child(
    spec: Mapping[str, object],
    *,
    timeout: float,
    on_event: Callable[[dict], None] | None = None,
    on_tick: Callable[[], None] | None = None,
    server: Server | None = None,
) -> Run:
    """Run the child with `spec`; end it when it is silent for `timeout` seconds.

    It is forked from `server`, or a new process of its own. `on_event` sees each event, `on_tick`
    is called about ten times a second; what they raise ends the child and is passed on.
    """
    nonce = secrets.token_hex(16)
    work = tempfile.mkdtemp(prefix="scratch-")
    try:
        Path(work, "pytest.ini").write_text(CONFIG, encoding="utf-8")
        config = str(Path(work, "pytest.ini"))
        spec = {**spec, "nonce": nonce, "work": work, "config": config, "parent": os.getpid()}
        spec["file_mb"] = FILE_MB
        printed = Path(work, "printed.txt")
        with printed.open("wb") as output:
            process = _start(work, output, spec, server)
        try:
            run = _listen(process, spec, timeout, on_event, on_tick)
        finally:
            _end(process)
        run.code = process.returncode
        run.printed = _last_words(printed)
        return run
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _last_words(printed: Path) -> str:
    with printed.open(encoding="utf-8", errors="replace") as file:
        size = file.buffer.seek(0, os.SEEK_END)
        file.buffer.seek(max(0, size - 4 * SHOWN))  # a character has 4 bytes or less
        return file.read()[-SHOWN:]


def serve(spec: Mapping, modules: Sequence[str]) -> Server:
    """Return a server for gradings like `spec`, of other sources; it has imported `modules`."""
    from scratchtools.grade_server import Server

    return Server(
        COMMAND,
        _environment(spec["overlay"]),
        path=spec["path"],
        overlay=spec["overlay"],
        modules=modules,
    )


def _served(spec: Mapping) -> dict:
    return {**spec, "pythonpath": os.pathsep.join([spec["source"], *spec["overlay"]])}


def _start(
    work: str, output: BinaryIO, spec: Mapping, server: Server | None
) -> subprocess.Popen | Served:
    if server is not None:
        with suppress(ConnectionError):  # the server is gone, which costs time and nothing else
            return server.start(_served(spec), output.fileno())
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=output,
        cwd=work,
        env=_environment([spec["source"], *spec["overlay"]]),
        start_new_session=os.name == "posix",
    )
    with suppress(BrokenPipeError):  # it died at once; what it printed says why
        process.stdin.write(json.dumps(spec).encode() + b"\n")
        process.stdin.close()
    return process


def _environment(path: Sequence[str]) -> dict[str, str]:
    """Return a clean environment; processes that a test starts find the same code."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "PYTEST_", "COV_", "COVERAGE_"))
    }
    return {
        **kept,
        **ONE_THREAD,
        "PYTHONPATH": os.pathsep.join(path),
        "PYTHONHASHSEED": "0",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "MPLBACKEND": "Agg",
        "CI": "true",  # hypothesis: the same examples every time, no deadline, no database
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


def _listen(
    process: subprocess.Popen | Served,
    spec: Mapping,
    timeout: float,
    on_event: Callable[[dict], None] | None,
    on_tick: Callable[[], None] | None,
) -> Run:
    run = Run()
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
    deadline = time.monotonic() + max(timeout, START_TIMEOUT)
    gone = False
    while not run.ended:
        if STOP.is_set():
            raise Stopped
        try:
            line = lines.get(timeout=POLL)
        except queue.Empty:
            if not gone and _has_ended(process):  # what it sent last may still be on its way
                gone, deadline = True, time.monotonic() + GRACE
            run.ended = _why_stop(process, spec, deadline)
            if on_tick:
                on_tick()
            continue
        event = _decode(line, spec["nonce"])
        if line is None:
            run.ended = "exit"
        elif event:
            run.events.append(event)
            run.ended = "end" if event["kind"] == "end" else ""
            deadline = time.monotonic() + (GRACE if gone else timeout)
            if on_event:
                on_event(event)
    return run


def _pump(pipe: object, lines: queue.SimpleQueue) -> None:
    with pipe:
        for line in pipe:
            lines.put(line)
    lines.put(None)


def _decode(line: bytes | None, nonce: str) -> dict | None:
    """Return the event in a line; None for anything the child itself did not send."""
    start = nonce.encode() + b" "
    if line is None or not line.startswith(start) or not line.endswith(b"\n"):
        return None
    event = json.loads(line[len(start) :])
    if event.get("type") == "OSError" and event["text"].startswith(f"[Errno {errno.EFBIG}]"):
        event["text"] = f"printed or wrote more than {FILE_MB} MB to one file: an endless loop?"
    return event


def _why_stop(process: subprocess.Popen | Served, spec: Mapping, deadline: float) -> str:
    if time.monotonic() > deadline:
        return "exit" if _has_ended(process) else "timeout"
    if sys.platform == "darwin" and spec["memory_mb"] is not None:
        return "memory" if resident_mb(process.pid) > spec["memory_mb"] else ""
    return ""


def _has_ended(process: subprocess.Popen | Served) -> bool:
    """Say whether the child has ended; it is not reaped: `_end` kills no number of another's."""
    if isinstance(process, subprocess.Popen) and hasattr(os, "waitid"):
        with suppress(ChildProcessError):  # the system reaps by itself
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, process.pid, options) is not None
    return process.poll() is not None


def resident_mb(pid: int) -> float:
    """Return a process's resident memory as `ps` tells it (0 when it is gone)."""
    answer = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(answer.stdout.strip() or 0) / 1024


def _end(process: subprocess.Popen | Served) -> None:
    """Kill the child and everything it started; nothing of it outlives the grading."""
    if os.name == "posix":
        # The whole group may be gone already (macOS says "not permitted" for a zombie).
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
    process.wait()
