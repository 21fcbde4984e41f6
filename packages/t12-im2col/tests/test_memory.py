"""What the fast convolution allocates: views where nothing moves, KW copies elsewhere."""

import tracemalloc

import numpy as np
import pytest
from t12_im2col import (
    batch_innermost,
    conv2d_columns,
    conv2d_forward,
    conv2d_weight_gradient,
    im2col_bytes,
    single,
)

SMALL = 20_000  # bytes of weights and Python objects


@pytest.fixture
def pictures():
    return batch_innermost(np.ones((64, 8, 24, 20), np.float32))


def peak(function, *args, **options):
    """Return the result, and how many bytes were allocated at most beyond it."""
    with single():
        function(*args, **options)
        tracemalloc.start()
        try:
            result = function(*args, **options)
            return result, tracemalloc.get_traced_memory()[1] - result.nbytes
        finally:
            tracemalloc.stop()


def test_a_kernel_of_one_pixel_copies_nothing(pictures):
    weight = np.ones((8, 8, 1, 1), np.float32)
    out, beside = peak(conv2d_forward, pictures, weight)
    assert beside < SMALL
    _, beside = peak(conv2d_weight_gradient, out, pictures, 1)
    assert beside < SMALL


def test_rows_need_kw_copies_and_columns_kh_times_kw(pictures):
    weight = np.ones((8, 8, 3, 3), np.float32)
    out, beside = peak(conv2d_forward, pictures, weight, padding=1)
    half = 24 // 2 + 2  # output rows are made in two halves; each needs a row more at both ends
    assert beside < half / 24 * 3 * pictures.nbytes + SMALL
    columns = im2col_bytes(pictures.shape, 3, padding=1)
    assert columns == 9 * pictures.nbytes
    again, beside = peak(conv2d_columns, pictures, weight, padding=1)
    assert beside >= columns
    np.testing.assert_array_equal(again, out)


def test_a_stride_as_wide_as_the_kernel_copies_every_pixel_once(pictures):
    weight = np.ones((8, 8, 4, 4), np.float32)
    _, beside = peak(conv2d_forward, pictures, weight, stride=4)
    assert beside < pictures.nbytes + SMALL
