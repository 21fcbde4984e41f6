"""Sums of products without storing all products."""

import functools
import math

import numpy as np

from t04_tensors.layout import flat_offsets

_BLOCK = 2**15  # products at a time: they and their cell numbers stay in the processor's cache


def sum_of_products(views, summed):
    """Multiply arrays of one shape element by element and add up over their last `summed` axes.

    Return the sums in row-major order, flat, in the dtype that the arrays have together.
    """
    split = views[0].ndim - summed
    kept_shape, summed_shape = views[0].shape[:split], views[0].shape[split:]
    sums = np.zeros(math.prod(kept_shape), np.result_type(*(view.dtype for view in views)))
    count = math.prod(summed_shape)
    if not (sums.size and count):
        return sums
    starts = [flat_offsets(kept_shape, view.strides[:split], view.offset) for view in views]
    steps = [flat_offsets(summed_shape, view.strides[split:]) for view in views]
    block = max(1, _BLOCK // count)
    for first in range(0, len(sums), block):
        here = slice(first, min(first + block, len(sums)))
        size = here.stop - first
        factors = (
            view.buffer[np.repeat(start[here], count) + np.tile(step, size)]
            for view, start, step in zip(views, starts, steps, strict=True)
        )
        products = functools.reduce(np.multiply, factors)
        sums[here] = np.add.reduceat(products, np.arange(0, len(products), count), dtype=sums.dtype)
    return sums
