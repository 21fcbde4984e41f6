"""Time matrix products: `python -m scratchtools.blas_probe`; imports NumPy only, which may fail."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np

SIZES = (128, 768)
SECONDS = 0.15  # per size


def measure(size: int) -> dict[str, float]:
    """Return the speed of a float32 product in GFLOP/s and how many cores were busy."""
    left = np.linspace(-1, 1, size * size, dtype=np.float32).reshape(size, size)
    right = left.T.copy()
    left @ right  # starts BLAS's threads
    products = 0
    cpu, wall = time.process_time(), time.perf_counter()
    while time.perf_counter() - wall < SECONDS:
        left @ right
        products += 1
    seconds = time.perf_counter() - wall
    return {
        "size": size,
        "gflops": 2e-9 * size**3 * products / seconds,
        "cores": (time.process_time() - cpu) / seconds,
    }


def blas() -> str:
    """Return name and version of the BLAS that NumPy was built with."""
    found: Any = np.show_config(mode="dicts")
    library = found.get("Build Dependencies", {}).get("blas", {})
    return f"{library.get('name', 'unknown')} {library.get('version', '')}".strip()


if __name__ == "__main__":
    answer = {
        "numpy": np.__version__,
        "file": np.__file__,
        "blas": blas(),
        "sizes": [measure(size) for size in SIZES],
    }
    print("\n" + json.dumps(answer))
