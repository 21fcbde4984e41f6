"""Indexing: integers, slices, None, Ellipsis"""

import itertools

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import index_layout, slice_axis

SLICE = "scratch hint t04 slice_axis"
INDEX = "scratch hint t04 index_layout"


def test_a_slice_with_a_step_takes_every_kth_element(same):
    why = "1, 3 and 5 are before 7, and the stop itself is left out"
    got = slice_axis(slice(1, 7, 2), 10)
    same(got, (1, 3, 2), name="(start, length, step) of 1:7:2", why=why, hint=SLICE)
    why = "the length rounds up: from 1 to 8 by 2 there are 1, 3, 5, 7"
    got = slice_axis(slice(1, 8, 2), 10)
    same(got, (1, 4, 2), name="(start, length, step) of 1:8:2", why=why, hint=SLICE)


def test_a_negative_step_begins_at_the_end(same):
    why = "without start and stop a negative step begins at the last element and takes all"
    got = slice_axis(slice(None, None, -1), 5)
    same(got, (4, 5, -1), name="(start, length, step) of ::-1", why=why, hint=SLICE)


def test_negative_bounds_count_from_the_end(same):
    why = "-3 is 5 - 3 = 2 and -1 is 4"
    got = slice_axis(slice(-3, -1), 5)
    same(got, (2, 2, 1), name="(start, length, step) of -3:-1", why=why, hint=SLICE)


def test_bounds_outside_the_axis_are_clipped(same):
    why = "slices are clipped to the axis, unlike integers"
    got = slice_axis(slice(-99, 99), 5)
    same(got, (0, 5, 1), name="(start, length, step) of -99:99", why=why, hint=SLICE)


def test_nothing_left_is_an_empty_slice_at_the_start(same):
    for piece in (slice(3, 1), slice(5, 9), slice(9, 99), slice(1, 3, -1), slice(4, 4, 2)):
        why = "an empty slice is (0, 0, 1), so that its offset stays inside the buffer"
        got = slice_axis(piece, 5)
        same(got, (0, 0, 1), name=f"{piece} of 5", why=why, hint=SLICE)


def test_slices_agree_with_a_list():
    bounds = [None, -7, -5, -2, 0, 1, 4, 5, 9]
    for start, stop in itertools.product(bounds, bounds):
        for step, size in itertools.product((None, 1, 2, -1, -3), (0, 1, 5)):
            piece = slice(start, stop, step)
            begin, length, stride = slice_axis(piece, size)
            got = [begin + k * stride for k in range(length)]
            expected = list(range(size))[piece]
            assert_close(got, expected, name=f"{piece} of an axis of {size}", hint=SLICE)


def test_a_step_of_zero_is_refused(refused):
    why = "a slice with step 0 never ends"
    refused(ValueError, "step", lambda: slice_axis(slice(None, None, 0), 5), why)


def test_an_integer_drops_its_axis_and_moves_the_offset(same):
    why = "index 1 of axis 0 moves the offset by 1 * 12 and leaves the other axes as they are"
    shape, strides, offset = index_layout([1, slice(None), slice(None)], (2, 3, 4), (12, 4, 1), 5)
    same(shape, (3, 4), name="shape", why=why, hint=INDEX)
    same(strides, (4, 1), name="strides", why=why, hint=INDEX)
    same(offset, 17, name="offset", why=why, hint=INDEX)


def test_a_slice_multiplies_the_stride_by_its_step(same):
    why = "1::2 starts one row further, 4 cells, and steps over two rows, 8 cells"
    layout = index_layout([slice(1, None, 2), slice(None, None, -1)], (5, 4), (4, 1), 0)
    same(layout[0], (2, 4), name="shape", why=why, hint=INDEX)
    same(layout[1], (8, -1), name="strides", why=why, hint=INDEX)
    why = "one row further is 4, and walking backwards begins in the last column: 4 + 3"
    same(layout[2], 7, name="offset", why=why, hint=INDEX)


def test_a_slice_of_a_slice_starts_in_strides_not_in_cells(counted, same_view):
    array, numbers = counted((20,))
    why = "start counts elements of the axis: multiply it by the axis's stride"
    same_view(array[2::3][1:5:2], numbers[2::3][1:5:2], "a[2::3][1:5:2]", INDEX, why)


def test_none_makes_an_axis_of_size_one_and_stride_zero(same):
    why = "None takes no axis of the array: it adds one of size 1 and stride 0"
    layout = index_layout([None, slice(None), None, 2], (3, 4), (4, 1), 0)
    same(layout[0], (1, 3, 1), name="shape", why=why, hint=INDEX)
    same(layout[1], (0, 4, 0), name="strides", why=why, hint=INDEX)
    same(layout[2], 2, name="offset", why=why, hint=INDEX)


@pytest.mark.parametrize(
    "key",
    [
        np.s_[1],
        np.s_[-1],
        np.s_[-2],
        np.s_[:, -2, -4:],
        np.s_[:, 2],
        np.s_[..., 3],
        np.s_[0, ..., None],
        np.s_[None, ..., ::2],
        np.s_[::-1, ::-2, 1:3],
        np.s_[1, 0:0],
        np.s_[...],
        np.s_[()],
        np.s_[1, 2, 3, ...],
        np.s_[np.int64(1), :, None, -1],
    ],
)
def test_views_agree_with_numpys(key, counted, same_view):
    array, numbers = counted((2, 3, 4))
    same_view(array[key], numbers[key], f"a[{key}]", INDEX)


def test_integers_for_all_axes_give_the_element(counted):
    array, _ = counted((2, 3, 4))
    assert_close(array[1, -1, 0], 20, name="a[1, -1, 0]", why="1 * 12 + 2 * 4 + 0", hint=INDEX)
    why = "-size is the first element of its axis: sizes 2, 3 and 4 allow -2, -3 and -4"
    refused = ""
    try:
        got = array[-2, -3, -4]
    except IndexError as error:
        refused = str(error)
    assert not refused, f"a[-2, -3, -4] was refused, {refused!r}: {why}\nnext: {INDEX}"
    assert_close(got, 0, name="a[-2, -3, -4]", why=why, hint=INDEX)
    assert array[0, 0, 3].shape == (), "an element is a number, its shape is ()"


@pytest.mark.parametrize(("key", "axis"), [(2, 0), (-3, 0), ((0, 3), 1), ((0, 0, -5), 2)])
def test_an_integer_outside_its_axis_is_refused(key, axis, refused, counted):
    array, _ = counted((2, 3, 4))
    size = array.shape[axis]
    why = f"axis {axis} has the indices {-size} to {size - 1}"
    refused(IndexError, f"axis {axis} with size {size}", lambda: array[key], why)


def test_no_integer_fits_an_empty_axis(refused, counted):
    array, _ = counted((0, 3))
    refused(IndexError, "axis 0 with size 0", lambda: array[0], "an empty axis has no index 0")
    refused(IndexError, "axis 0 with size 0", lambda: array[-1], "an empty axis has no index -1")


def test_writing_to_a_view_writes_to_the_array(counted):
    array, numbers = counted((3, 4))
    array[::2, 1:][:, ::-1][0] = [7, 8, 9]
    numbers[::2, 1:][:, ::-1][0] = [7, 8, 9]
    array[-1, None, ::3] = 5
    numbers[-1, None, ::3] = 5
    why = "a view shares the buffer, so what is written through it stands in the array"
    assert_close(array.to_numpy(), numbers, name="a", why=why, hint=INDEX)


def test_indexing_copies_nothing(counted):
    array, _ = counted((3, 4))
    view = array[1:, ::-1]
    assert view.buffer is array.buffer, "a view has the same buffer, with another layout"
    assert view.shape == (2, 4), f"expected shape (2, 4), got {view.shape}"
