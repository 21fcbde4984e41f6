"""Run a topic's milestone once, in a process of its own: `python -m scratchtools.milestone_worker`.

The last line on stdout is the result as JSON; what the milestone prints goes to stderr.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Mapping
from typing import Any


def main() -> None:
    """Run `<package>.milestone.run` with the seed and the kind of run from the command line."""
    package, seed, kind = sys.argv[1:]
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as channel:
        os.dup2(2, 1)
        channel.write("\n" + json.dumps(run(package, int(seed), kind)) + "\n")


def run(package: str, seed: int, kind: str) -> dict[str, Any]:
    """Return metrics, curves, times and versions; or what went wrong, or what is missing.

    `kind` is "full", "smoke", "real" or, trained longer, "long"; for the real dataset
    FileNotFoundError says how to get it.
    """
    options = {"real": {"real": True}, "long": {"real": True, "long": True}}.get(kind, {})
    try:
        milestone = importlib.import_module(f"{package}.milestone")
        started, started_cpu = time.perf_counter(), time.process_time()
        found = milestone.run(seed=seed, smoke=kind == "smoke", **options)
        times = {
            "seconds": time.perf_counter() - started,
            "cpu_seconds": time.process_time() - started_cpu,  # of all threads
        }
        metrics, curves = numbers(found, "metrics"), numbers(found, "curves")
    except Exception as error:  # a milestone may raise anything; the parent reports it
        if "real" in options and isinstance(error, FileNotFoundError):
            return {"missing": str(error)}
        message = f"{type(error).__name__}: {error}".rstrip(": ")
        return {"error": message, "traceback": traceback.format_exc(limit=-3)}
    return {"metrics": metrics, "curves": curves, **times, "versions": versions()}


def numbers(found: Any, key: str) -> dict[str, Any]:
    """Return the metrics as floats, the curves as lists of floats; raise ValueError otherwise."""
    part = found.get(key, {} if key == "curves" else None) if isinstance(found, Mapping) else None
    if not isinstance(part, Mapping):
        raise ValueError(f"milestone.run must return a dict with a dict {key!r}, got {found!r}")
    if key == "metrics" and not part:
        raise ValueError("milestone.run returned no metrics")
    try:
        if key == "metrics":
            return {str(name): float(value) for name, value in part.items()}
        return {str(name): [float(v) for v in values] for name, values in part.items()}
    except (TypeError, ValueError) as error:
        raise ValueError(f"milestone.run: {key} must hold numbers: {error}") from error


def versions() -> dict[str, str]:
    """Return the versions of Python and NumPy."""
    import numpy

    return {"python": platform.python_version(), "numpy": numpy.__version__}


if __name__ == "__main__":
    main()
