"""Sliding windows: cells shared by overlapping views"""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, einsum, sliding_windows, strided

HINT = "scratch hint t04 sliding_windows"


def test_a_window_starts_at_every_place_where_it_fits():
    got = sliding_windows(strided([1, 2, 3, 4, 5]), 3)
    why = "5 numbers have 5 - 3 + 1 = 3 windows of 3"
    expected = [[1, 2, 3], [2, 3, 4], [3, 4, 5]]
    assert_close(got.to_numpy(), expected, name="windows of 3", why=why, hint=HINT)


def test_a_step_to_the_next_window_is_a_step_along_the_axis(same):
    array = strided(np.arange(20))[::2]
    why = "both the window's number and the place inside it walk the axis, with its stride of 2"
    got = sliding_windows(array, 4)
    same(got.strides, (2, 2), name="strides of windows of a[::2]", why=why, hint=HINT)
    assert got.buffer is array.buffer, "windows overlap in the same buffer: nothing is copied"


def test_windows_of_a_matrix_come_with_their_axes_last(same):
    array = strided(np.arange(20).reshape(4, 5))
    got = sliding_windows(array, (2, 3))
    why = "(rows, columns, rows of a window, columns of a window) = (3, 3, 2, 3)"
    same(got.shape, (3, 3, 2, 3), name="shape", why=why, hint=HINT)
    why = "window (1, 2) covers rows 1 to 2 and columns 2 to 4"
    expected = [[7, 8, 9], [12, 13, 14]]
    assert_close(got[1, 2].to_numpy(), expected, name="window (1, 2)", why=why, hint=HINT)


@pytest.mark.parametrize(
    ("shape", "window", "axis"),
    [
        ((6,), 1, None),
        ((6,), 6, None),
        ((6,), 0, None),
        ((4, 5), (2, 2), None),
        ((4, 5, 3), (2, 3), (0, 1)),
        ((4, 5, 3), 2, 1),
        ((4, 5, 3), (3, 2), (1, 0)),
        ((4, 5, 3), 2, -3),
        ((4, 9), (2, 3), (1, 1)),
        ((0, 3), 2, 1),
        ((), (), None),
    ],
)
def test_windows_agree_with_numpys(shape, window, axis, same):
    values = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    got, expected = sliding_windows(strided(values), window, axis), None
    expected = sliding_window_view(values, window, axis)
    name = f"windows {window} of {shape}, axis {axis}"
    if expected.size:
        strides = [stride // 8 for stride in expected.strides]
        same(got.strides, strides, name=f"strides of {name}", hint=HINT)
    assert_close(got.to_numpy(), expected, name=name, hint=HINT)


def test_windows_of_views_start_where_the_view_starts():
    values = np.arange(42).reshape(6, 7)
    got = sliding_windows(strided(values)[1:, ::-1].T, 3, axis=0)
    expected = sliding_window_view(values[1:, ::-1].T, 3, axis=0)
    why = "the offset of the first window is that of the array"
    assert_close(got.to_numpy(), expected, name="windows of a view", why=why, hint=HINT)


def test_windows_and_einsum_make_a_convolution():
    values = np.random.default_rng(0).standard_normal((6, 7))
    kernel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0]])
    got = einsum("ijkl,kl->ij", sliding_windows(strided(values), (2, 3)), kernel)
    expected = sum(kernel[k, m] * values[k : k + 5, m : m + 5] for k in range(2) for m in range(3))
    assert_close(got.to_numpy(), expected, name="convolution", why="a sum of shifted copies")


def test_windows_are_read_only(refused):
    array = strided([1, 2, 3])
    windows = sliding_windows(array, 2)
    why = "windows share cells, so that writing to one would change its neighbours"
    for part in (windows, windows[0], windows.T):
        refused(ValueError, "read-only", lambda part=part: part.__setitem__(..., 0), why)
    assert_close(array.tolist(), [1, 2, 3], name="array", why="nothing was written")


@pytest.mark.parametrize(("window", "axis"), [(4, None), (4, 0), ((2, 3), (0, 0))])
def test_a_window_larger_than_its_axis_is_refused(window, axis, refused):
    why = f"{window} does not fit into 3 numbers"
    refused(ValueError, "larger", lambda: sliding_windows(strided([1, 2, 3]), window, axis), why)


@pytest.mark.parametrize(
    ("window", "axis"), [(2, None), ((2, 2), 0), ((2,), (0, 1)), ((2, 2, 2), None)]
)
def test_sizes_and_axes_must_be_as_many(window, axis, refused):
    array = strided(np.ones((3, 3)))
    why = f"a size is needed for each windowed axis, {window} for {axis} of 2 axes is not"
    refused(ValueError, "window_shape: exp", lambda: sliding_windows(array, window, axis), why)


def test_sizes_that_are_no_sizes_are_refused(refused):
    array = strided([1, 2, 3])
    for size, error in ((-1, ValueError), (1.5, TypeError)):
        why = f"{size} is no size"
        refused(error, "window_shape", lambda size=size: sliding_windows(array, size), why)
    refused(IndexError, "axis", lambda: sliding_windows(array, 1, axis=1), "there is one axis")


def test_a_list_may_stand_for_an_array():
    got = sliding_windows([1.0, 2.0, 4.0], 2)
    assert isinstance(got, StridedArray), f"expected a StridedArray, got {type(got).__name__}"
    assert_close(got.sum(axis=1).to_numpy(), [3.0, 6.0], name="sums of pairs", hint=HINT)
