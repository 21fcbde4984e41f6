"""The grading child: import the code under test, run pytest, stream what happens to the parent.

Started by path with a clean interpreter (`-E -P`); never imported by the tools. Everything that
judges is imported before the code under test; that code is found only by `SourceFinder`, so a
numpy.py, pytest.py, conftest.py or sitecustomize.py beside it is never seen.

With a socket as its input it serves instead: it imports what many gradings of one topic have in
common, then forks for each of them (`grade_server`).
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.machinery
import json
import os
import random
import select
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Send = Callable[..., None]
KEPT = 2**16  # bytes of what was printed, once it was too much


def main() -> None:
    """Read the specification from stdin, run the tests, end without running exit handlers."""
    leave = os._exit
    if stat.S_ISSOCK(os.fstat(0).st_mode):
        spec = _serve(socket.socket(fileno=os.dup(0)))
    else:
        spec = json.loads(sys.stdin.buffer.readline())
    send = _take_channel(spec["nonce"])
    _tie_to_parent(spec["parent"])
    sys.path[:] = spec["path"]
    sys.dont_write_bytecode = True
    import pytest

    from scratchtools import grade_guard
    from scratchtools.grade_reporter import Reporter, describe

    core = grade_guard.has_core()
    identities = grade_guard.Identities(core=core)
    canary_file = _write_canaries(spec, core)
    _limit_memory(spec["memory_mb"])
    _limit_files(spec["file_mb"])
    finder = SourceFinder(spec["import_name"], spec["source"], spec["overlay"])
    sys.meta_path.insert(0, finder)
    sys.path.append(spec["source"])
    send("ready")
    error = _import_topic(spec)
    if error:  # said before pytest does, and more plainly
        send("import", **describe(error, spec["source"]))
    else:
        reporter = Reporter(spec, send, identities)
        _discard_stdout()
        code = pytest.main([*_arguments(spec), *spec["files"], canary_file], plugins=[reporter])
        strangers = finder.strangers(sys.modules)
        send("end", code=int(code), changed=identities.changed(), strangers=strangers)
    leave(0)


def _serve(connection: socket.socket) -> dict:
    """Import what is asked for, then fork for each specification; return it in the child.

    The parent of the children answers with their process number, and with their exit code.
    """
    common, _ = _receive(connection)
    _tie_to_parent(common["parent"])
    sys.path[:] = common["path"]
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, finder := SourceFinder(None, None, common["overlay"]))
    for name in common["modules"]:
        with contextlib.suppress(ImportError):  # whoever needs it will be told by its own import
            importlib.import_module(name)
    sys.meta_path.remove(finder)
    server = os.getpid()
    while True:
        spec, files = _receive(connection)
        child = os.fork()
        if child == 0:
            break
        for file in files:
            os.close(file)
        with contextlib.suppress(OSError):  # both do it: whoever comes first, the group exists
            os.setpgid(child, child)
        connection.sendall(b"%d\n" % child)
        end = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        code = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
        connection.sendall(b"%d\n" % code)
        # Reaped only when the parent goes on: until then the number it kills is nobody else's.
        select.select([connection], [], [])
        os.waitpid(child, 0)
    os.setpgid(0, 0)
    connection.close()
    for target, file in zip((1, 2), files, strict=True):
        os.dup2(file, target)
        os.close(file)
    os.chdir(spec["work"])
    os.environ["PYTHONPATH"] = spec["pythonpath"]
    return {**spec, "parent": server}


def _receive(connection: socket.socket) -> tuple[dict, list[int]]:
    """Return the next message, JSON behind its length, and the files that came with it."""
    start, files, _, _ = socket.recv_fds(connection, 8, 2)
    missing = int(start or b"0", 16)
    data = b""
    while missing and (part := connection.recv(missing)):
        data += part
        missing -= len(part)
    if missing or not data:  # nobody asks any more
        os._exit(0)
    return json.loads(data), files


def _take_channel(nonce: str) -> Send:
    """Keep the pipe to the parent for ourselves; what is printed goes to the output file."""
    channel = os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    write, getpid, encode = os.write, os.getpid, json.JSONEncoder().encode
    owner = getpid()

    def send(kind: str, **fields: Any) -> None:
        if getpid() != owner:  # a fork of this process has no say
            return
        data = f"{nonce} {encode({'kind': kind, **fields})}\n".encode()
        while data:
            data = data[write(channel, data) :]

    return send


def _discard_stdout() -> None:
    """Drop pytest's own output; it captures what the tests print."""
    sys.stdout.flush()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def _tie_to_parent(parent: int) -> None:
    """Die with the parent (Linux), and never burn more than an hour of processor time."""
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (3600, 3600))
    if sys.platform == "linux":
        import ctypes
        import signal

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _limit_memory(megabytes: int | None) -> None:
    """Limit the address space where the system enforces it (Linux and the BSDs)."""
    if megabytes is None or os.name != "posix" or sys.platform == "darwin":
        return
    import resource

    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _limit_files(megabytes: int) -> None:
    """Limit the size of a file where the system can; to write on raises an OSError (EFBIG)."""
    if os.name != "posix":
        return
    import resource
    import signal

    limit, most = megabytes * 2**20, resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    if most == resource.RLIM_INFINITY or most > limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    signal.signal(signal.SIGXFSZ, lambda *_: _shorten_printed())


def _shorten_printed() -> None:
    """Keep the beginning of what was printed: pytest would take all of it into memory."""
    for file in (1, 2):
        with contextlib.suppress(OSError):  # the code under test may have closed it
            state = os.fstat(file)
            if stat.S_ISREG(state.st_mode) and state.st_size > KEPT:
                os.ftruncate(file, KEPT)
                os.lseek(file, 0, os.SEEK_END)


def _write_canaries(spec: dict, core: bool) -> str:
    from scratchtools import grade_guard

    rng = random.Random(spec["nonce"])
    count = max(grade_guard.canary_kinds(core=core), len(spec["files"]))
    names = [f"test_{rng.getrandbits(64):016x}" for _ in range(count)]
    path = Path(spec["work"]) / f"test_{rng.getrandbits(64):016x}.py"
    path.write_text(grade_guard.canary_source(names, rng, core=core), encoding="utf-8")
    spec["canary_file"] = str(path)
    return str(path)


def _arguments(spec: dict) -> list[str]:
    tests = spec["tests"]
    left_out = " and ".join(f"not {mark}" for mark in spec["leave_out"])
    return [
        *("-c", spec["config"], "--rootdir", tests, "--confcutdir", tests),
        *("--basetemp", str(Path(spec["work"]) / "pytest"), "-p", "no:cacheprovider"),
        *("--import-mode=importlib", "--continue-on-collection-errors", "--capture=fd"),
        *("--tb=short", "-qq", "--no-header", "--no-summary", "-W", "error"),
        *(("-m", left_out) if left_out else ()),
    ]


class FreshLoader(importlib.machinery.SourceFileLoader):
    """Compile from source every time: two edits within a second never meet an old .pyc."""

    def path_stats(self, path: str) -> dict:
        raise OSError(f"no cached bytecode for {path}")


class SourceFinder:
    """Find the topic in the folder under test, earlier topics in the overlay, nothing else."""

    def __init__(self, import_name: str | None, source: str | None, overlay: list[str]) -> None:
        self.import_name = import_name
        self.roots = {import_name: source}
        for folder in overlay:
            for entry in sorted(Path(folder).iterdir()):
                if (entry / "__init__.py").is_file():
                    self.roots.setdefault(entry.name, folder)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        top = name.partition(".")[0]
        if top not in self.roots:
            return None
        where = [self.roots[top]] if top == name else list(path)
        spec = importlib.machinery.PathFinder.find_spec(name, where, target)
        if spec is None:
            raise ModuleNotFoundError(f"no module {name} in {where[0]}", name=name)
        if isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = FreshLoader(spec.loader.name, spec.loader.path)
            spec.cached = None
        return spec

    def strangers(self, modules: dict) -> list[str]:
        """Return the topic's modules that were loaded from anywhere but the folder under test."""
        root = os.path.realpath(self.roots[self.import_name]) + os.sep
        found = []
        for name, module in list(modules.items()):
            file = getattr(module, "__file__", None)
            if name.partition(".")[0] == self.import_name and not (
                file and os.path.realpath(file).startswith(root)
            ):
                found.append(f"{name} from {file}")
        return found


def _import_topic(spec: dict) -> BaseException | None:
    """Import the topic; return whatever stops it, SystemExit included."""
    try:
        importlib.import_module(spec["import_name"])
    except BaseException as error:
        return error
    return None


if __name__ == "__main__":
    main()
