"""Save a topic's figures, in a process of its own: `python -m scratchtools.plot_worker`."""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
import traceback
from pathlib import Path
from typing import Any

DOTS_PER_INCH = 150


def main() -> None:
    """Save the figures of the package in argv into the folder in argv; report as JSON."""
    package, folder, seed = sys.argv[1:]
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as channel:
        os.dup2(2, 1)
        channel.write("\n" + json.dumps(save(package, Path(folder), int(seed))) + "\n")


def save(package: str, folder: Path, seed: int) -> dict[str, Any]:
    """Return the names of the files that were written; or what went wrong."""
    try:
        import numpy as np

        drawn = importlib.import_module(f"{package}.figures").figures(np.random.default_rng(seed))
        if not drawn:
            raise ValueError(f"{package}.figures.figures returned no figure")
        folder.mkdir(parents=True, exist_ok=True)
        return {"files": [_save(folder, name, figure) for name, figure in drawn.items()]}
    except ImportError as error:
        return {"error": str(error), "missing": error.name or ""}
    except Exception as error:  # drawing code may raise anything; the parent reports it
        text = traceback.format_exc(limit=-3)
        return {"error": f"{type(error).__name__}: {error}", "traceback": text}


def _save(folder: Path, name: str, figure: Any) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9 _.-]*", name):
        raise ValueError(f"a figure's name becomes a file's name: {name!r} cannot")
    file = folder / f"{name.replace(' ', '_')}.png"
    figure.savefig(file, dpi=DOTS_PER_INCH)
    return file.name


if __name__ == "__main__":
    main()
