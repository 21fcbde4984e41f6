"""How NumPy walks through arrays whose rows are combined with a column or with one other row.

NumPy gathers rows that are shorter than its buffer of 8,192 elements, and copies what is broadcast
into that buffer again and again: `x * column` on (256, 1024) float32 takes 55 us, of which 21 are
the copies. With a smaller buffer it goes through the rows one by one, without a copy.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

_WORTHWHILE = range(512, 8192)  # shorter rows are better gathered, longer ones never are
_SMALL = 256


@contextmanager
def row_by_row(length: int) -> Iterator[None]:
    """Inside, this thread's ufuncs go through rows of `length` elements without gathering them.

    For elementwise operations that broadcast, on arrays of more than some 50,000 elements:
    switching takes 3 us, and reductions with a small buffer are slower. Lengths that gain nothing
    by it change nothing.
    """
    if length not in _WORTHWHILE:
        yield
        return
    before = np.setbufsize(_SMALL)
    try:
        yield
    finally:
        np.setbufsize(before)
