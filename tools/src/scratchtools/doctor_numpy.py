"""The measured part of `scratch doctor`: NumPy, its BLAS and the threads that it really uses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scratchtools.doctor_checks import Finding, fault, install, ok, warning
from scratchtools.units import THREAD_VARIABLES, available_cores, child_environment

OLDEST_NUMPY = 2
SLOWER = 0.8  # default threads must reach this share of one thread's speed


def numpy(root: Path) -> Iterator[Finding]:
    """Import NumPy in child processes and time products with one thread and with the default."""
    one, problem = probe(1)
    if one is None:
        yield fault("numpy", problem, install(root, f'"numpy>={OLDEST_NUMPY}"'))
        return
    if int(one["numpy"].partition(".")[0]) < OLDEST_NUMPY:
        detail = f"{one['numpy']} is too old ({one['file']})"
        yield fault("numpy", detail, install(root, f'"numpy>={OLDEST_NUMPY}"'))
    else:
        yield ok("numpy", f"{one['numpy']}, BLAS: {one['blas']}")
    default, problem = probe(None)
    if default is None:
        yield fault("blas threads", problem, "unset " + " ".join(_set_variables()))
        return
    yield judge(one, default)


def judge(one: dict, default: dict) -> Finding:
    """Compare the default number of threads with a single one."""
    cores = available_cores()
    small, large = (
        theirs["gflops"] / mine["gflops"]
        for mine, theirs in zip(one["sizes"], default["sizes"], strict=True)
    )
    busy = default["sizes"][-1]["cores"]
    detail = (
        f"{cores} cores, {busy:.1f} busy in a product of 768: {default['sizes'][-1]['gflops']:.0f} "
        f"GFLOP/s, {large:.2f}x one thread ({small:.2f}x at 128)"
    )
    wanted = [f"{n}={v}" for n, v in _set_variables().items() if v.isdigit() and int(v) > cores]
    if wanted:
        fix = "unset " + " ".join(name.partition("=")[0] for name in wanted)
        return fault("blas threads", f"{', '.join(wanted)} on {cores} cores; {detail}", fix)
    if large >= SLOWER and small >= SLOWER / 2:
        return ok("blas threads", detail)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0  # Windows has none
    if load > cores:
        detail = f"the machine is busy (load {load:.1f}); {detail}"
        return warning("blas threads", detail, "repeat this when other programs rest")
    fix = "set OPENBLAS_NUM_THREADS=1"
    return fault("blas threads", f"more threads are slower than one here; {detail}", fix)


def probe(threads: int | None) -> tuple[dict | None, str]:
    """Run blas_probe in a child; return its report, or None and what went wrong."""
    variables = child_environment((), threads or 1)
    if threads is None:
        for name in THREAD_VARIABLES:
            variables.pop(name)
        variables |= _set_variables()
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "scratchtools.blas_probe"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
            check=False,
            env=variables,
        )
    except subprocess.TimeoutExpired:
        return None, "a product of 768x768 did not finish within 60 s"
    if child.returncode:
        last = (child.stderr.strip().splitlines() or [f"exit code {child.returncode}"])[-1]
        return None, f"cannot be used: {last}"
    return json.loads(child.stdout.splitlines()[-1]), ""


def _set_variables() -> dict[str, str]:
    return {name: os.environ[name] for name in THREAD_VARIABLES if name in os.environ}
