"""The grading child: import the code under test, run pytest, stream what happens to the parent.

Started by path with a clean interpreter (`-E -P`); never imported by the tools. Everything that
judges is imported before the code under test; that code is found only by `SourceFinder`, so a
numpy.py, pytest.py, conftest.py or sitecustomize.py beside it is never seen.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import os
import random
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

Send = Callable[..., None]


def main() -> None:
    """Read the specification from stdin, run the tests, end without running exit handlers."""
    leave = os._exit
    spec = json.loads(sys.stdin.buffer.readline())
    send = _take_channel(spec["nonce"])
    _tie_to_parent(spec["parent"])
    sys.path[:] = spec["path"]
    sys.dont_write_bytecode = True
    from scratchtools import grade_guard

    core = grade_guard.has_core()
    identities = grade_guard.Identities(core=core)
    import pytest

    canary_file = _write_canaries(spec, core)
    _limit_memory(spec["memory_mb"])
    finder = SourceFinder(spec["import_name"], spec["source"], spec["overlay"])
    sys.meta_path.insert(0, finder)
    sys.path.append(spec["source"])
    send("ready")
    if _import_topic(spec, send):
        reporter = _reporter_class(pytest)(spec, send, identities)
        _discard_stdout()
        code = pytest.main([*_arguments(spec), *spec["files"], canary_file], plugins=[reporter])
        strangers = finder.strangers(sys.modules)
        send("end", code=int(code), changed=identities.changed(), strangers=strangers)
    leave(0)


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

    def __init__(self, import_name: str, source: str, overlay: list[str]) -> None:
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


def _import_topic(spec: dict, send: Send) -> bool:
    """Import the topic before pytest does, to say plainly what stops it."""
    try:
        importlib.import_module(spec["import_name"])
    except BaseException as error:
        send("import", **describe(error, spec["source"]))
        return False
    return True


def describe(error: BaseException, source: str) -> dict:
    """Return an exception as plain data, with the last place in the learner's own files."""
    root = os.path.realpath(source) + os.sep
    frames = [
        (os.path.realpath(frame.filename)[len(root) :], frame.lineno, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if os.path.realpath(frame.filename).startswith(root)
    ]
    if isinstance(error, SyntaxError) and os.path.realpath(error.filename or "").startswith(root):
        frames.append((os.path.realpath(error.filename)[len(root) :], error.lineno, ""))
    return {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__],
        "text": str(error),
        "frame": frames[-1] if frames else None,
        "longrepr": "".join(traceback.format_exception(error)),
    }


def _reporter_class(pytest: Any) -> type:
    """Make the pytest plugin that streams every report (pytest is imported by now)."""

    class Reporter:
        def __init__(self, spec: dict, send: Send, identities: Any) -> None:
            self.spec, self.send, self.identities = spec, send, identities
            self.canaries: dict[Any, str] = {}
            self.rng = random.Random(spec["nonce"] + "order")

        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items: list) -> None:
            canaries = [item for item in items if str(item.path) == self.spec["canary_file"]]
            real = [item for item in items if str(item.path) != self.spec["canary_file"]]
            self.send("collected", ids=[item.nodeid for item in real])
            for module in {id(item.module): item.module for item in real}.values():
                self.identities.watch(module)
            self.canaries = {item: item.name for item in canaries}
            functions = [item.obj for item in canaries]
            items[:] = self._with_decoys(real, functions) + canaries
            for canary in self.canaries:  # their tracebacks are for nobody, and slow to make
                canary.repr_failure = lambda excinfo, style=None: "canary"

        def _with_decoys(self, real: list, functions: list) -> list:
            """Mix one canary under a real test's name into the tests of each file."""
            ordered = []
            for path in dict.fromkeys(item.path for item in real):
                group = [item for item in real if item.path == path]
                model = self.rng.choice(group)
                decoy = pytest.Function.from_parent(
                    model.getparent(pytest.Module),
                    name=model.name,
                    callobj=self.rng.choice(functions),
                )
                self.canaries[decoy] = f"{path.name}::{model.name} (decoy)"
                group.insert(self.rng.randrange(len(group) + 1), decoy)
                ordered += group
            return ordered

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_protocol(self, item: Any) -> None:
            self.send("canary-start" if item in self.canaries else "start", id=item.nodeid)

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
            report = yield
            if item in self.canaries:
                self.send(
                    "canary", id=self.canaries[item], when=report.when, outcome=report.outcome
                )
                return report
            error = call.excinfo.value if call.excinfo else None
            fields = describe(error, self.spec["source"]) if error else {}
            fields["longrepr"] = report.longreprtext
            self.send(
                "report",
                id=item.nodeid,
                when=report.when,
                outcome="skipped" if hasattr(report, "wasxfail") else report.outcome,
                duration=report.duration,
                output=report.capstdout[-4000:],
                **fields,
            )
            if report.failed and self.spec["fail_fast"]:
                item.session.shouldfail = "a test failed"
            return report

        @pytest.hookimpl(wrapper=True, tryfirst=True)
        def pytest_make_collect_report(self, collector: Any) -> Any:
            report = yield
            if report.failed:
                error = report.call.excinfo.value
                fields = describe(error.__cause__ or error, self.spec["source"])
                fields["longrepr"] = report.longreprtext
                self.send("collect", id=collector.nodeid, **fields)
            return report

        def pytest_internalerror(self, excrepr: Any) -> None:
            self.send("internal", text=str(excrepr))

    return Reporter


if __name__ == "__main__":
    main()
