"""Share the work of one operation between two threads.

NumPy and BLAS let go of Python's lock while they compute. BLAS' own threads help within one large
product; an operation that is many products, copies and sums gains more from doing half of all of
it in a second thread, with BLAS at one thread each.

BLAS must be kept at one thread meanwhile: OpenBLAS' threads stay awake for 20 ms after a product,
ready for the next one, and the system may put both of ours on the core that is left. When small
products still woke them, a step of ResNet-8 took 100 ms instead of 76.
"""

import contextlib
import contextvars
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from t03_optimizers import blas

_thread = threading.local()


@cache
def _pool(process):
    """Return the pool of a process: a forked child inherits the object, but not its thread."""
    return ThreadPoolExecutor(1, "in_two_threads")


@contextlib.contextmanager
def single():
    """Keep `in_two_threads` to this thread for a while: for code that has threads of its own."""
    before = getattr(_thread, "single", False)
    _thread.single = True
    try:
        yield
    finally:
        _thread.single = before


def in_two_threads(function, count, work):
    """Call function(start, stop) for ranges that cover range(count); return the results in a list.

    Two halves where `work` (elements that are touched, or multiplications by some 50) pays for a
    second thread, else one range, by one thread of BLAS; much work that can't be halved (`count` 1)
    is left to BLAS and its threads. The halves run at the same time if BLAS may use two threads
    (OPENBLAS_NUM_THREADS) and no `single` is in force, else one after the other: the ranges, and
    so the rounding of what is added up over them, are the same.
    """
    if work < 200_000:
        with blas.one_thread():
            return [function(0, count)]
    if count < 2:
        return [function(0, count)]
    half = (count + 1) // 2
    if getattr(_thread, "single", False) or blas.threads() < 2:
        return [function(0, half), function(half, count)]
    with blas.one_thread():
        context = contextvars.copy_context()  # np.errstate is in it
        other = _pool(os.getpid()).submit(context.run, _alone, function, half, count)
        try:
            first = _alone(function, 0, half)
        finally:  # nobody works on the arrays any more when this returns or raises
            other.exception()
    return [first, other.result()]


def _alone(function, start, stop):
    with single():
        return function(start, stop)
