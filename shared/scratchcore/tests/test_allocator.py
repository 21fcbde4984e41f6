"""keep_freed_memory changes the process, so it runs in one of its own."""

import platform
import subprocess
import sys


def test_it_says_whether_the_c_library_could_be_told():
    code = "import scratchcore; print(scratchcore.keep_freed_memory())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    glibc = sys.platform.startswith("linux") and platform.libc_ver()[0] == "glibc"
    assert run.stdout.strip() == str(glibc)
