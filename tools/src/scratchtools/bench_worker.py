"""One participant of a benchmark, in a process of its own: `python -m scratchtools.bench_worker`.

The parent writes one JSON request per line and reads one JSON answer per line. Whatever the
measured code prints goes to stderr.

The garbage collector stays on while a sample is timed, as it does in training (an engine that
makes cycles should pay for them), but what was made before the first sample is frozen out of it:
else the size of an imported library would be measured with it.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import math
import os
import sys
import time
import traceback
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import Any

OPTIONS = frozenset({"limits", "measure", "unit", "isolate"})
UNITS = {"time": "seconds", "value": "bytes"}
LIBRARIES = {"numpy": "numpy", "torch": "torch", "sklearn": "scikit-learn", "autograd": "autograd"}
QUIET_SHARE = 0.1  # of a core: below it the process counts as idle
QUIET_LIMIT = 0.5  # seconds to wait for that at most


def load_cases(file: Path) -> dict[str, dict]:
    """Import a benchmark file and return its CASES; raise ValueError when they are malformed."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    cases = getattr(module, "CASES", None)
    if not isinstance(cases, dict) or not cases:
        raise ValueError(f"{file.name}: CASES must be a dict of at least one case")
    for name, case in cases.items():
        check_case(f"{file.name}: CASES[{name!r}]", case)
    return cases


def check_case(where: str, case: dict) -> None:
    """Raise ValueError when a case of a benchmark file is not as it should be."""
    makers = {key: value for key, value in case.items() if key not in OPTIONS}
    if "ours" not in makers:
        raise ValueError(f"{where} has no 'ours'")
    for key, make in makers.items():
        if not callable(make):
            raise ValueError(f"{where}[{key!r}] must be a function that returns the callable")
    if case.get("measure", "time") not in UNITS:
        raise ValueError(f"{where}['measure'] must be 'time' or 'value', got {case['measure']!r}")
    for peer in case.get("limits", {}):
        if peer not in makers or peer == "ours":
            raise ValueError(f"{where}['limits'] names {peer!r}, which is no peer of the case")


def describe(case: dict) -> dict:
    """Return what the parent needs to know about a case."""
    measure = case.get("measure", "time")
    return {
        "peers": [key for key in case if key not in OPTIONS and key != "ours"],
        "limits": case.get("limits", {}),
        "measure": measure,
        "unit": case.get("unit", UNITS[measure]),
        "isolate": bool(case.get("isolate", False)),
    }


class Worker:
    """The state of a participant: after `prepare`, the function that is measured."""

    def __init__(self) -> None:
        self.run: Callable[[], Any] | None = None

    def list(self, *, file: str) -> dict:
        """Describe every case of a file."""
        return {"cases": {name: describe(case) for name, case in load_cases(Path(file)).items()}}

    def prepare(self, *, file: str, case: str, participant: str, threads: int) -> dict:
        """Do the set-up of one participant, and a warm-up call where time is measured."""
        chosen = load_cases(Path(file))[case]
        self.run = chosen[participant]()
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(threads)
        if chosen.get("measure", "time") == "time":
            self.run()
        gc.collect()
        gc.freeze()
        return {"versions": versions()}

    def calibrate(self, *, seconds: float) -> dict:
        """Return how many calls make a sample of at least `seconds`: a power of two."""
        loops = 1
        while self.time(loops) < seconds:
            loops *= 2
        settle()
        return {"loops": loops}

    def sample(self, *, loops: int) -> dict:
        """Return the seconds that one call took, as the mean over `loops` calls."""
        if loops > 1:  # the other participants have filled the caches meanwhile
            self.time(1)
        seconds = self.time(loops) / loops
        settle()
        return {"value": seconds}

    def value(self) -> dict:
        """Return the number that the participant itself measured."""
        assert self.run is not None
        number = float(self.run())
        if not math.isfinite(number) or number < 0:
            raise ValueError(f"a measured value must be finite and not negative, got {number}")
        settle()
        return {"value": number}

    def time(self, loops: int) -> float:
        """Return the seconds of `loops` calls."""
        run = self.run
        assert run is not None
        started = time.perf_counter()
        for _ in repeat(None, loops):
            run()
        return time.perf_counter() - started


def settle() -> None:
    """Wait until this process is idle.

    OpenBLAS's threads spin for about 0.1 s after a product and would take a core from the
    participant whose turn is next.
    """
    ends = time.perf_counter() + QUIET_LIMIT
    while time.perf_counter() < ends:
        cpu, wall = time.process_time(), time.perf_counter()
        time.sleep(0.005)
        if time.process_time() - cpu < QUIET_SHARE * (time.perf_counter() - wall):
            return


def versions() -> dict[str, str]:
    """Return the version of every library that took part."""
    from importlib.metadata import version

    return {name: version(name) for module, name in LIBRARIES.items() if module in sys.modules}


def answer(worker: Worker, request: dict) -> dict:
    """Do what is asked; what the measured code raises becomes part of the answer."""
    action = getattr(worker, request.pop("do"))
    try:
        return action(**request)
    except ModuleNotFoundError as error:
        return {"missing": (error.name or "").partition(".")[0], "error": str(error)}
    except Exception as error:  # the measured code may raise anything; the parent reports it
        text = traceback.format_exc(limit=-2)
        return {"error": f"{type(error).__name__}: {error}", "traceback": text}


def main() -> None:
    """Answer requests until stdin ends."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as channel:
        os.dup2(2, 1)
        worker = Worker()
        for line in sys.stdin:
            channel.write(json.dumps(answer(worker, json.loads(line))) + "\n")
            channel.flush()


if __name__ == "__main__":
    main()
