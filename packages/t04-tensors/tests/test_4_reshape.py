"""Reshape: a view where strides exist, a copy where none do"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, view_strides

STRIDES = "scratch hint t04 view_strides"
RESHAPE = "scratch hint t04 StridedArray.reshape"


@pytest.fixture
def check_strides(same):
    """Return check(shape, strides, new_shape, expected, why) of view_strides."""

    def check(shape, strides, new_shape, expected, why):
        name = f"strides of {shape} with {strides} as {new_shape}"
        same(view_strides(shape, strides, new_shape), expected, name=name, why=why, hint=STRIDES)

    return check


def check_copy(shape, strides, new_shape, why):
    got = view_strides(shape, strides, new_shape)
    message = f"{shape} with {strides} as {new_shape}: no strides exist, got {got}; {why}"
    assert got is None, message


def test_neighbouring_axes_without_a_gap_become_one(check_strides):
    why = "4 columns of stride 1 and rows of stride 4 are one walk of 12 cells"
    check_strides((3, 4), (4, 1), (12,), (1,), why)


def test_an_axis_is_split_into_rows_of_its_own_stride(check_strides):
    why = "every second cell, split into rows of 3: the rows are 3 * 2 = 6 cells apart"
    check_strides((6,), (2,), (2, 3), (6, 2), why)


def test_a_transposed_matrix_cannot_be_flattened():
    why = "after a column of (3, 2) with strides (1, 3) the walk jumps back: 0, 3, 1, 4, ..."
    check_copy((3, 2), (1, 3), (6,), why)


def test_a_gap_between_rows_stays_a_gap(check_strides):
    why = "rows of 4 in a buffer with 5 columns: cell 4 is not part of it"
    check_copy((3, 4), (5, 1), (12,), why)
    check_copy((3, 4), (5, 1), (2, 6), why)
    why = "each row is split on its own, and no new axis crosses a gap"
    check_strides((3, 4), (5, 1), (3, 2, 2), (5, 2, 1), why)


def test_sizes_that_match_crosswise_do_not_help():
    why = "2 new rows of 3 elements need the end of one old row and the start of the next"
    check_copy((3, 2), (5, 1), (2, 3), why)
    why = "rows of 5 cells cannot be cut into threes: 5 is no multiple of 3"
    check_copy((6, 5), (6, 1), (2, 5, 3), why)


def test_axes_may_merge_on_one_side_and_split_on_the_other(check_strides):
    why = "axes 0 and 1 are one walk (stride 40 = 4 * 10), axis 2 stands apart"
    check_strides((2, 4, 6), (40, 10, 1), (8, 3, 2), (10, 2, 1), why)
    check_copy((2, 4, 6), (40, 10, 1), (2, 12, 2), why)


def test_walking_backwards_is_one_walk_too(check_strides):
    why = "a reversed buffer has stride -1 throughout: rows of 3 are -3 cells apart"
    check_strides((12,), (-1,), (4, 3), (-3, -1), why)
    check_copy((3, 4), (-4, 1), (12,), "rows run backwards and columns forwards")


def test_repeated_axes_merge_when_both_have_stride_zero(check_strides):
    check_strides((3, 4), (0, 0), (12,), (0,), "all 12 elements are one cell")
    check_copy((3, 4), (0, 1), (12,), "after a row the walk jumps back to its start")
    check_strides((3, 4), (0, 1), (3, 2, 2), (0, 2, 1), "the repeated axis is left alone")


def test_axes_of_size_one_are_never_in_the_way(check_strides):
    why = "the stride of an axis of size 1 is never used"
    check_strides((3, 1, 4), (4, 77, 1), (12,), (1,), why)
    check_strides((1, 6), (-5, 2), (2, 3), (6, 2), why)


def test_new_axes_of_size_one_get_the_strides_that_numpy_gives_them(check_strides):
    why = "an axis of size 1 gets the size times the stride of its right neighbour"
    check_strides((3, 4), (5, 1), (1, 3, 1, 4), (15, 5, 4, 1), why)
    why = "at the end there is no right neighbour: the stride of the axis before is used"
    check_strides((3,), (2,), (3, 1, 1), (2, 2, 2), why)


def test_an_empty_array_is_always_a_view():
    got = view_strides((0, 3), (1, 7), (5, 0, 2))
    assert got is not None, "an empty array has no element that could be in a wrong place"
    assert len(got) == 3, f"a stride for each of the 3 axes is expected, got {got}"


def test_reshaping_a_transposed_array_copies(same):
    array = StridedArray(np.arange(6), (2, 3)).T
    got = array.reshape(6)
    why = "the transposed array reads 0, 3, 1, 4, 2, 5: its buffer's order would be 0, 1, 2, 3, ..."
    assert_close(got.to_numpy(), [0, 3, 1, 4, 2, 5], name="a.T.reshape(6)", why=why, hint=RESHAPE)
    assert got.buffer is not array.buffer, "no strides do that: the elements have to be copied"
    same(got.strides, (1,), name="strides of the copy", why="a copy is row-major")


def test_reshaping_a_contiguous_array_shares_its_buffer():
    array = StridedArray(np.arange(12), (3, 4))
    got = array.reshape(2, 6)
    assert got.buffer is array.buffer, "a view exists for a contiguous array: nothing is copied"
    got[1, 0] = 99
    why = "writing to the reshaped view changes the array: cell 6 is row 1, column 2"
    assert_close(array[1, 2], 99, name="a[1, 2]", why=why, hint=RESHAPE)


def views():
    """Yield views of one array as (name, ours, NumPy's)."""
    numbers = np.arange(48)
    array = StridedArray(numbers.copy(), (4, 3, 4))
    numbers = numbers.reshape(4, 3, 4)
    yield "a", array, numbers
    yield "a.T", array.T, numbers.T
    yield "a[::2]", array[::2], numbers[::2]
    yield "a[:, :, ::-1]", array[:, :, ::-1], numbers[:, :, ::-1]
    yield "a[1:, None]", array[1:, None], numbers[1:, None]
    yield "a[:, 1]", array[:, 1], numbers[:, 1]
    yield "a[:, :, 2:3]", array[:, :, 2:3], numbers[:, :, 2:3]
    yield "a[0, 0, :1]", array[0, 0, :1], numbers[0, 0, :1]
    yield "a.transpose(1, 0, 2)", array.transpose(1, 0, 2), numbers.transpose(1, 0, 2)


SHAPES = [(-1,), (4, -1), (2, 2, -1), (1, -1, 1), (-1, 2, 2), (3, -1), (2, -1, 6), (1, 1, -1, 4)]


@pytest.mark.parametrize("shape", SHAPES)
def test_reshapes_agree_with_numpys(shape, same):
    known = -np.prod(shape)
    for name, array, numbers in views():
        if numbers.size % known:
            continue
        got, expected = array.reshape(shape), numbers.reshape(shape)
        what = f"{name}.reshape{shape}"
        strides = [stride // 8 for stride in expected.strides]
        shares = got.buffer is array.buffer
        is_view = np.shares_memory(expected, numbers)
        message = f"{what}: yours is a {'view' if shares else 'copy'}, NumPy's is not"
        assert shares == is_view, message
        same(got.shape, expected.shape, name=f"shape of {what}", hint=RESHAPE)
        same(got.strides, strides, name=f"strides of {what}", hint=RESHAPE)
        assert_close(got.to_numpy(), expected, name=what, hint=RESHAPE)


def test_a_view_starts_where_the_array_starts():
    array = StridedArray(np.arange(12), (3, 4))
    why = "the offset of a[1:] is 4: the view begins there"
    got = array[1:].reshape(8)
    assert_close(got.to_numpy(), np.arange(4, 12), name="a[1:].reshape(8)", why=why, hint=RESHAPE)


def test_a_view_of_a_read_only_array_is_read_only(refused):
    rows = StridedArray(np.arange(4)).broadcast_to((3, 4))
    for shape in ((3, 4), (3, 2, 2)):
        why = f"three rows of a broadcast are one: reshape{shape} must not make them writable"
        view = rows.reshape(shape)
        refused(ValueError, "read-only", lambda view=view: view.__setitem__(..., 0), why)


def test_the_same_shape_keeps_its_strides(same):
    array = StridedArray(np.arange(12), (3, 4)).T
    why = "reshape to the same shape changes nothing: it is a view with the same strides"
    got = array.reshape(4, 3)
    same(got.strides, (1, 4), name="strides of a.T.reshape(4, 3)", why=why, hint=RESHAPE)
    assert got.buffer is array.buffer, why
    odd = StridedArray(np.arange(3), (3, 1), (1, 55)).reshape(3, 1)
    same(odd.strides, (1, 55), name="strides of an axis of size 1", why=why, hint=RESHAPE)


def test_copy_true_copies_even_where_a_view_exists(same):
    array = StridedArray(np.arange(12), (3, 4))
    for shape in ((2, 6), (3, 4)):
        got = array.reshape(shape, copy=True)
        assert_close(got.to_numpy(), np.arange(12).reshape(shape), name="the copy", hint=RESHAPE)
        got[0, 0] = 99
        assert_close(array[0, 0], 0, name="the array", why="copy=True must not share memory")
    got = array.T.reshape(4, 3, copy=True)
    why = "a copy is row-major and holds its own elements, whatever order they were read from"
    same(got.strides, (3, 1), name="strides of a copied transpose", why=why, hint=RESHAPE)
    assert_close(got.to_numpy(), np.arange(12).reshape(3, 4).T, name="the copied transpose")
    length = len(array[:1].reshape(4, copy=True).buffer)
    same(length, 4, name="cells of a copy of 4 elements", why=why, hint=RESHAPE)


def test_copy_false_refuses_where_a_copy_is_needed(refused):
    array = StridedArray(np.arange(12), (3, 4))
    assert array.reshape(12, copy=False).buffer is array.buffer, "copy=False is fine with a view"
    why = "a transposed array can only be flattened by copying, which copy=False forbids"
    refused(ValueError, "no strides", lambda: array.T.reshape(12, copy=False), why)


def test_numbers_and_empty_arrays_can_be_reshaped():
    number = StridedArray(np.array([5.0])).reshape(())
    assert_close(number.to_numpy(), 5.0, name="one element as shape ()", hint=RESHAPE)
    assert number.reshape(1, 1).shape == (1, 1), "a number has room for any number of 1s"
    empty = StridedArray(np.empty(0), (0, 3)).reshape(5, 0)
    assert empty.shape == (5, 0), f"0 elements fit (5, 0), got {empty.shape}"


def test_the_work_is_done_on_flat_arrays(cells):
    array = StridedArray(cells(np.arange(6)), (2, 3)).T.reshape(2, 3)
    assert_close(array.elements(), [0, 3, 1, 4, 2, 5], name="a.T.reshape(2, 3)", hint=RESHAPE)
