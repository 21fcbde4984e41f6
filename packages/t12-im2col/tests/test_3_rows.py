"""Pictures with the batch innermost: the order, shifted rows, and matrices that overlap

Expected values come from one index at a time.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t12_im2col import (
    batch_innermost,
    empty_batch_innermost,
    from_rows,
    is_batch_innermost,
    row_matrices,
    rows,
    shifted_copies,
)

HINT = "scratch hint t12 batch_innermost"
SHIFT_HINT = "scratch hint t12 shifted_copies"
MATRIX_HINT = "scratch hint t12 row_matrices"
# kernel_w, out_w, options
SHIFTS = [
    (3, 5, {"left": 1}),
    (3, 3, {}),
    (1, 5, {}),
    (1, 4, {}),
    (1, 5, {"above": 2, "below": 1}),
    (2, 3, {"stride": 2, "left": 1, "above": 1}),
    (3, 6, {"dilation": 2, "left": 4, "below": 2}),
    (2, 2, {"stride": 3, "dilation": 2}),
    (2, 3, {"left": -2}),
    (2, 9, {"left": 4}),
    (2, 2, {"left": 7}),
]


def numbered(h=4, c=3, w=5, n=2):
    return np.arange(1.0, h * c * w * n + 1).reshape(h, c, w, n)


def by_index(x, kernel_w, out_w, stride=1, dilation=1, above=0, below=0, left=0):
    h, c, w, n = x.shape
    out = np.zeros((above + h + below, kernel_w, c, out_w, n), x.dtype)
    for k, j in np.ndindex(kernel_w, out_w):
        pixel = j * stride + k * dilation - left
        if 0 <= pixel < w:
            out[above : above + h, k, :, j] = x[:, :, pixel]
    return out


def test_rows_and_from_rows_are_views_of_one_memory():
    lines = numbered()
    x = from_rows(lines)
    assert x.shape == (2, 3, 4, 5)
    assert_close(x[1, 2, 3, 4], lines[3, 2, 4, 1], name="x[n, c, h, w]", why="it is [h, c, w, n]")
    assert np.shares_memory(rows(x), lines)
    assert_close(rows(x), lines, name="rows of from_rows", why="there and back")


def test_a_copy_lies_batch_innermost_and_holds_the_same_values(orders):
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    for name, view in orders(x):
        got = batch_innermost(view)
        why = "only the order in memory changes, the values and the shape stay"
        assert_close(got, x, name=f"batch_innermost of {name}", why=why, hint=HINT)
        assert is_batch_innermost(got), (
            f"batch_innermost of {name}: rows(x) must be C-contiguous, it has strides "
            f"{rows(got).strides} ({HINT})"
        )


def test_what_lies_so_already_is_not_copied():
    x = from_rows(numbered())
    assert batch_innermost(x) is x, f"it lies so already: x itself, no copy ({HINT})"
    assert_close(batch_innermost(x), x, name="x", why="x itself")


@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (1, 3, 4, 5), (2, 3, 0, 5), (0, 3, 4, 5)])
def test_a_new_array_lies_so(shape):
    x = empty_batch_innermost(shape, np.float32)
    assert (x.shape, x.dtype) == (shape, np.float32)
    x[...] = 1
    assert is_batch_innermost(x)
    assert is_batch_innermost(np.maximum(x, 0) + x), "elementwise functions keep the order"


@pytest.mark.parametrize(("kernel_w", "out_w", "options"), SHIFTS)
def test_every_tap_sees_its_own_shift(kernel_w, out_w, options):
    assert_close(
        shifted_copies(numbered(), kernel_w, out_w, **options),
        by_index(numbered(), kernel_w, out_w, **options),
        name=f"shifted_copies for a kernel {kernel_w} wide, {out_w} outputs, {options}",
        why="entry [above + h, k, :, j] is pixel j * stride + k * dilation - left of row h, "
        "0 outside",
        hint=SHIFT_HINT,
    )


def test_shifted_copies_leave_x_and_its_dtype():
    x = numbered().astype(np.float32)
    copies = shifted_copies(x, 3, 5, left=1, above=1)
    assert copies.dtype == np.float32, f"float32 in, float32 out: got {copies.dtype}"
    assert copies.flags.c_contiguous, f"the copies must lie without gaps ({SHIFT_HINT})"
    copies[...] = -1
    assert_close(x, numbered().astype(np.float32), name="x", why="the rows of x are copied")


@pytest.mark.parametrize(
    ("kernel_h", "out_h", "options"),
    [
        (3, 4, {}),
        (1, 6, {}),
        (6, 1, {}),
        (2, 3, {"stride": 2}),
        (3, 2, {"dilation": 2}),
        (2, 2, {"stride": 3, "dilation": 2}),
        (2, 3, {"dilation": 3}),
    ],
)
def test_the_matrix_of_an_output_row_holds_the_rows_under_the_kernel(kernel_h, out_h, options):
    copies = numbered(6, 6, 5, 2).reshape(6, 2, 3, 5, 2)
    stride, dilation = options.get("stride", 1), options.get("dilation", 1)
    expected = [
        np.concatenate([copies[i * stride + k * dilation].reshape(6, 10) for k in range(kernel_h)])
        for i in range(out_h)
    ]
    assert_close(
        row_matrices(copies, kernel_h, out_h, **options),
        np.array(expected),
        name=f"row_matrices for a kernel {kernel_h} high, {options}",
        why="the matrix of output row i is rows i * stride, i * stride + dilation, ... of the "
        "copies, one below the other",
        hint=MATRIX_HINT,
    )


@pytest.mark.parametrize("stride", [1, 2])
def test_matrices_are_views_and_cost_no_memory(stride):
    copies = numbered(6, 6, 5, 2).reshape(6, 2, 3, 5, 2)
    got = row_matrices(copies, 3, 2, stride=stride)
    assert np.shares_memory(got, copies), f"matrices must be views of the copies ({MATRIX_HINT})"
    copies[2] = 0
    why = "output rows share the rows of their input: row 2 of the copies is in both matrices"
    assert_close(got[0, 12:], np.zeros((6, 10)), name="row 2 in the first", why=why)
    assert_close(got[1, 12 - 6 * stride :][:6], np.zeros((6, 10)), name="in the second", why=why)
