"""Windows as columns, and back

Expected values come from loops over the windows that t11 lists.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import conv_windows, pad2d
from t12_im2col import col2im, im2col, im2col_bytes

HINT = "scratch hint t12 im2col"
BACK_HINT = "scratch hint t12 col2im"
BYTES_HINT = "scratch hint t12 im2col_bytes"


def one_window_after_the_other(x, kernel_size, **options):
    sides, _, places = conv_windows(x.shape, kernel_size, **options)
    padded = pad2d(x, sides)
    windows = [padded[:, :, down, across].reshape(len(x), -1) for _, _, down, across in places]
    return np.stack(windows, axis=2)  # (N, C * KH * KW, OH * OW)


def added_up(columns, size, kernel_size, **options):
    n, c = len(columns), columns.shape[1] // np.prod(kernel_size)
    sides, _, places = conv_windows((n, c, *size), kernel_size, **options)
    padded = pad2d(np.zeros((n, c, *size)), sides)
    for p, (_, _, down, across) in enumerate(places):
        padded[:, :, down, across] += columns[:, :, p].reshape(n, c, *kernel_size)
    (top, _), (left, _) = sides
    return padded[:, :, top : top + size[0], left : left + size[1]]


def test_a_small_picture_by_hand():
    x = np.arange(12.0).reshape(1, 1, 3, 4)
    expected = [[0, 1, 2, 4, 5, 6], [1, 2, 3, 5, 6, 7], [4, 5, 6, 8, 9, 10], [5, 6, 7, 9, 10, 11]]
    why = "column p is window p, row by row: the first holds 0, 1, 4, 5, the second 1, 2, 5, 6"
    assert_close(im2col(x, 2), np.array([expected], float), name="columns", why=why, hint=HINT)


def test_every_column_is_a_window(case):
    kernel_size = case.weight.shape[2:]
    assert_close(
        im2col(case.x, kernel_size, **case.options),
        one_window_after_the_other(case.x, kernel_size, **case.options),
        name=f"im2col with kernel {kernel_size}, {case.options}",
        why="entry (c * KH + i) * KW + j of column p is channel c under tap (i, j) of window p; "
        "windows are stride pixels apart, their taps dilation pixels",
        hint=HINT,
    )


def test_columns_add_up_where_they_came_from(case):
    kernel_size, size = case.weight.shape[2:], case.x.shape[2:]
    columns = np.random.default_rng(1).standard_normal(
        im2col(case.x, kernel_size, **case.options).shape
    )
    assert_close(
        col2im(columns, size, kernel_size, **case.options),
        added_up(columns, size, kernel_size, **case.options),
        name=f"col2im with kernel {kernel_size}, {case.options}",
        why="a pixel gets the sum over all windows that it lies in, and what lies in the padding "
        "is dropped",
        hint=BACK_HINT,
    )


def test_ones_count_how_many_windows_a_pixel_lies_in():
    expected = np.array([[1.0, 2, 2, 1], [2, 4, 4, 2], [1, 2, 2, 1]])[None, None]
    why = "the corner lies in one window of 2 x 2, the middle in four: overlaps add up"
    got = col2im(np.ones((1, 4, 6)), (3, 4), 2)
    assert_close(got, expected, name="col2im of ones", why=why, hint=BACK_HINT)


def test_col2im_is_the_adjoint_of_im2col(case):
    kernel_size, size = case.weight.shape[2:], case.x.shape[2:]
    columns = im2col(case.x, kernel_size, **case.options)
    other = np.random.default_rng(1).standard_normal(columns.shape)
    assert_close(
        np.sum(case.x * col2im(other, size, kernel_size, **case.options)),
        np.sum(columns * other),
        name="<x, col2im(c)>",
        why="an adjoint gives <x, col2im(c)> = <im2col(x), c> for every x and c",
        hint=BACK_HINT,
    )


@pytest.mark.parametrize("stride", [2, 3, (2, 3)])
def test_where_no_windows_overlap_col2im_undoes_im2col(stride):
    x = np.random.default_rng(0).standard_normal((2, 3, 6, 6))
    got = col2im(im2col(x, stride, stride=stride), (6, 6), stride, stride=stride)
    why = "with stride = kernel every pixel lies in one window"
    assert_close(got, x, name="col2im(im2col(x))", why=why, hint=BACK_HINT)


def test_columns_are_a_copy(case):
    kernel_size = case.weight.shape[2:]
    x = case.x.copy()
    columns = im2col(x, kernel_size, **case.options)
    columns[...] = 7
    assert_close(x, case.x, name="x", why="columns are a copy: writing there leaves x", hint=HINT)
    given = np.ones_like(columns)
    col2im(given, x.shape[2:], kernel_size, **case.options)[...] = 7
    why = "col2im adds into an array of its own"
    assert_close(given, np.ones_like(given), name="columns", why=why, hint=BACK_HINT)


def test_any_memory_order_gives_the_same_columns(orders):
    x = np.random.default_rng(0).standard_normal((2, 3, 5, 4))
    for name, view in orders(x):
        why = "an array is its values, however they lie"
        assert_close(im2col(view, (2, 3)), im2col(x, (2, 3)), name=name, why=why, hint=HINT)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    columns = im2col(np.ones((1, 2, 4, 4), dtype), 3, padding=1)
    assert columns.dtype == dtype, f"im2col of {dtype.__name__} gave {columns.dtype}"
    pictures = col2im(columns, (4, 4), 3, padding=1)
    assert pictures.dtype == dtype, f"col2im of {dtype.__name__} gave {pictures.dtype}"
    middle = np.asarray([[4, 6, 6, 4], [6, 9, 9, 6], [6, 9, 9, 6], [4, 6, 6, 4]], dtype)
    assert_close(pictures[0, 1], middle, name="col2im of ones in x", why="1 per window")


def test_an_empty_batch_has_columns_of_the_right_shape():
    columns = im2col(np.zeros((0, 2, 4, 5)), (3, 2), padding=1)
    assert_close(columns, np.zeros((0, 12, 24)), name="columns of no picture", hint=HINT)
    back = col2im(columns, (4, 5), (3, 2), padding=1)
    assert_close(back, np.zeros((0, 2, 4, 5)), name="no picture", hint=BACK_HINT)


def test_the_formula_tells_the_size_of_the_columns(case):
    for dtype in (np.float32, np.float64):
        columns = im2col(case.x.astype(dtype), case.weight.shape[2:], **case.options)
        size = im2col_bytes(case.x.shape, case.weight.shape[2:], **case.options, dtype=dtype)
        why = "N * C * KH * KW * OH * OW numbers of itemsize bytes each"
        assert_close(size, columns.nbytes, name="im2col_bytes", why=why, hint=BYTES_HINT)


def test_the_formula_allocates_nothing():
    size = im2col_bytes((64, 64, 224, 224), 3, padding=1)
    why = "64 pictures of VGG's second layer: 9 times their 822,083,584 bytes in float32"
    assert_close(size, 9 * 822_083_584, name="im2col_bytes", why=why, hint=BYTES_HINT)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kernel_size": 6}, r"\b6\b.*\b5\b"),
        ({"kernel_size": 0}, "kernel_size.*0"),
        ({"kernel_size": 2, "stride": 0}, "stride.*0"),
        ({"kernel_size": 2, "dilation": -1}, "dilation.*-1"),
        ({"kernel_size": 2, "padding": "full"}, "padding.*full"),
        ({"kernel_size": 2, "padding": "same", "stride": 2}, "same.*stride"),
    ],
)
def test_bad_arguments_are_errors_that_name_them(options, message):
    with pytest.raises(ValueError, match=message):
        im2col(np.ones((1, 1, 5, 5)), **options)
    with pytest.raises(ValueError, match=message):
        col2im(np.ones((1, 4, 16)), (5, 5), **options)
