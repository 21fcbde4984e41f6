"""Keep freed memory in the process, for training loops on Linux with glibc.

glibc gives every freed large array back to the kernel, so that each training step faults all its
pages in again. Keeping them made training steps of a GPT and a convolutional network 1.4 to 1.65
times faster and changed nothing for a small MLP. Importing the library changes nothing: the entry
point of a program calls `keep_freed_memory()` once.
"""

import ctypes
import sys

# malloc.h; the largest threshold that glibc accepts is half of its heap size, 32 MiB on 64 bit
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_MMAP_THRESHOLD = 32 * 2**20
_TRIM_THRESHOLD = 2**31 - 1


def keep_freed_memory() -> bool:
    """Make the C allocator keep freed arrays of up to 32 MiB; return whether it could.

    For the whole process, until it ends: its resident memory stays at its peak (up to 2 GiB of free
    memory is kept). False on macOS, Windows and C libraries other than glibc, where nothing
    changes.
    """
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return False
    settings = ((_M_MMAP_THRESHOLD, _MMAP_THRESHOLD), (_M_TRIM_THRESHOLD, _TRIM_THRESHOLD))
    accepted = [library.mallopt(key, value) for key, value in settings]
    return all(accepted)
