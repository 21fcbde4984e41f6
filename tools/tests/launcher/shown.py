"""Stands for `python -m scratchtools` in the small checkout: shows what it was started with."""

import importlib.util
import json
import os
import sys

found = {name: importlib.util.find_spec(name) for name in ("scratchcore", "t01_first")}
shown = {
    "arguments": sys.argv[1:],
    "root": os.environ.get("SCRATCH_ROOT"),
    "cwd": os.getcwd(),
    "path": os.environ.get("PYTHONPATH"),
    "where": {name: spec and spec.origin for name, spec in found.items()},
}
print(json.dumps(shown))
sys.exit(7 if "fail" in sys.argv else 0)
