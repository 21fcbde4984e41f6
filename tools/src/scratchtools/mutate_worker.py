"""A warm process that runs tests against mutants: `python -m scratchtools.mutate_worker`.

NumPy, pytest and what the tests import from elsewhere are imported once; on Linux every run is a
fork of that state, elsewhere a new process. Requests and answers are JSON lines.
"""

from __future__ import annotations

import compileall
import contextlib
import importlib
import importlib.util
import json
import os
import py_compile
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

FORKS = sys.platform == "linux"
MEMORY = 6 * 2**30


def main() -> None:
    """Answer requests until stdin ends; with the argument `job` do the one on stdin."""
    if len(sys.argv) > 1:
        os._exit(perform(json.load(sys.stdin)))
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for line in sys.stdin:
        request = json.loads(line)
        answer = warm(request) if request["do"] == "warm" else {"code": run(request)}
        channel.write(json.dumps(answer) + "\n")
        channel.flush()


def warm(request: dict[str, Any]) -> dict[str, Any]:
    """Import the modules that the tests need and that are not under test."""
    for name in request["modules"]:
        try:
            importlib.import_module(name)
        except ImportError:  # only a head start is lost: the test's own import reports it
            continue
    sys.pycache_prefix = request["cache"]
    mode = py_compile.PycInvalidationMode.CHECKED_HASH  # a time stamp would miss a mutant
    compileall.compile_dir(request["source"], quiet=2, invalidation_mode=mode)
    sys.pycache_prefix = None
    return {"modules": len(sys.modules)}


def run(request: dict[str, Any]) -> int:
    """Do one job in a child; return its exit code, negative for a signal."""
    if not FORKS:
        return _run_process(request)
    child = os.fork()
    if child == 0:
        _become_job(request)
    try:
        _, status = os.waitpid(child, 0)
    finally:
        _end_group(child)
    return os.waitstatus_to_exitcode(status)


def _become_job(request: dict[str, Any]) -> None:
    """Turn the fork into the job; never return."""
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    code = 70
    try:
        code = perform(request)
    finally:
        os._exit(code)


def _end_group(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # nothing that the tests started is left
        os.killpg(child, signal.SIGKILL)


def _run_process(request: dict[str, Any]) -> int:
    command = [sys.executable, "-P", "-m", "scratchtools.mutate_worker", "job"]
    work, seconds = json.dumps(request), request["seconds"]
    try:
        return subprocess.run(command, input=work, text=True, timeout=seconds).returncode
    except subprocess.TimeoutExpired:
        return -1


def perform(request: dict[str, Any]) -> int:
    """Do one job in this process: `times`, `calls` or `judge`."""
    _prepare(request)
    return {"times": _times, "calls": _calls, "judge": _judge}[request["do"]](request)


def _prepare(request: dict[str, Any]) -> None:
    sys.pycache_prefix = request["cache"]
    sys.dont_write_bytecode = request["do"] == "judge"
    with open(request["output"], "ab") as sink:
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if importlib.util.find_spec("hypothesis"):
        _make_hypothesis_repeatable(request["cache"])


def _make_hypothesis_repeatable(folder: str) -> None:
    """Draw the same examples in every run, and don't search for a smaller one that fails."""
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutate",
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutate")


def _times(request: dict[str, Any]) -> int:
    from scratchtools.mutate_plugin import Times, run_pytest

    times = Times()
    before = set(sys.modules)
    code, seconds = run_pytest(request["arguments"], [times])
    found = {
        "code": code,
        "seconds": seconds,
        "durations": times.durations,
        "failures": times.failures,
        "modules": _foreign_modules(before, request["foreign"]),
    }
    Path(request["result"]).write_text(json.dumps(found), encoding="utf-8")
    return 0


def _foreign_modules(before: set[str], folders: list[str]) -> list[str]:
    """Return the modules that came in and lie outside the folders under test."""
    found = []
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        origin = getattr(spec, "origin", None) or ""
        inside = any(origin.startswith(folder) for folder in folders)
        if name not in before and origin and not inside and spec.name == name:
            found.append(name)
    return found


def _calls(request: dict[str, Any]) -> int:
    from scratchtools.mutate_plugin import Calls, run_pytest

    calls = Calls(Path(request["source"]))
    calls.start()
    run_pytest(request["arguments"], [calls])
    sys.settrace(None)
    found = {
        "tests": {test: sorted(keys) for test, keys in calls.tests.items()},
        "at_import": sorted(calls.at_import),
        "starters": sorted(calls.starters),
    }
    Path(request["result"]).write_text(json.dumps(found), encoding="utf-8")
    return 0


def _judge(request: dict[str, Any]) -> int:
    from scratchtools.mutate_plugin import Judge, run_pytest

    known = json.loads(Path(request["known"]).read_text(encoding="utf-8"))
    names = list(known)
    order = [names[place] for place in request["order"]]
    judge = Judge(order, known, set(known), Path(request["log"]))
    code, _ = run_pytest([*request["arguments"], "-x"], [judge])
    return code


if __name__ == "__main__":
    main()
