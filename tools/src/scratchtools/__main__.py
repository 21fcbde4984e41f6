"""`python -m scratchtools`: the same as the command `scratch`."""

import os
import sys

# `python -m` puts the current folder first: a learner's random.py there would shadow the real one.
if sys.path and sys.path[0] in ("", os.getcwd()) and not sys.flags.safe_path:
    del sys.path[0]

from scratchtools.cli import main

if __name__ == "__main__":
    main(prog_name="scratch")
