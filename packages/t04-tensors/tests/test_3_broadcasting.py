"""Transposing and broadcasting: views by strides alone"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, broadcast_shapes, broadcast_strides

TRANSPOSE = "scratch hint t04 StridedArray.transpose"
SHAPES = "scratch hint t04 broadcast_shapes"
STRIDES = "scratch hint t04 broadcast_strides"


def test_transposing_a_matrix_swaps_shape_and_strides(counted, same):
    array, _ = counted((2, 3))
    why = "a step down a column of the transposed matrix is a step along a row of the matrix"
    view = array.T
    same(view.shape, (3, 2), name="shape of a.T", why=why, hint=TRANSPOSE)
    same(view.strides, (1, 3), name="strides of a.T", why=why, hint=TRANSPOSE)
    assert_close(view.to_numpy(), [[0, 3], [1, 4], [2, 5]], name="a.T", why=why, hint=TRANSPOSE)
    assert view.buffer is array.buffer, "transposing copies nothing: the buffer stays the same"


def test_axis_k_of_the_result_is_axis_axes_k_of_the_array(counted, same_view):
    array, numbers = counted((2, 3, 5))
    why = "transpose(1, 2, 0) has the array's axis 1 first: shape (3, 5, 2), not its inverse"
    same_view(
        array.transpose(1, 2, 0), numbers.transpose(1, 2, 0), "a.transpose(1, 2, 0)", TRANSPOSE, why
    )


@pytest.mark.parametrize("axes", [(), (0, 1, 2), (2, 0, 1), (-1, 0, -2), (0, -1, 1)])
def test_transposes_agree_with_numpys(axes, counted, same_view):
    array, numbers = counted((2, 3, 5))
    part, expected = array[::-1, 1:], numbers[::-1, 1:]
    same_view(part.transpose(*axes), expected.transpose(*axes), f"transpose{axes}", TRANSPOSE)
    if axes:
        same_view(part.transpose(axes), expected.transpose(axes), f"transpose({axes})", TRANSPOSE)


def test_transposing_starts_where_the_view_starts(counted, same_view):
    array, numbers = counted((3, 4))
    why = "the first element stays the first element: the offset is that of the view"
    same_view(array[1:, 2:].T, numbers[1:, 2:].T, "a[1:, 2:].T", TRANSPOSE, why)


def test_vectors_and_numbers_are_their_own_transpose(counted, same_view):
    for shape in ((5,), (), (0,)):
        array, numbers = counted(shape)
        same_view(array.T, numbers.T, f"a.T of shape {shape}", TRANSPOSE)


@pytest.mark.parametrize(
    "axes", [(), (0, 1), (0, 0, 1), (0, 1, 2, 2), (0, 1, -2), (0, 1, 3), (-4, 0, 1)]
)
def test_axes_that_are_no_permutation_are_refused(axes, refused, counted):
    array, _ = counted((2, 3, 5))
    why = f"{axes} does not name each of the axes 0, 1 and 2 once"
    refused(ValueError, "axes", lambda: array.transpose(axes), why)


def test_axes_are_integers(refused, counted):
    array, _ = counted((2, 3, 5))
    refused(TypeError, "axes", lambda: array.transpose(0, 1.0, 2), "1.0 is no axis")


def test_shapes_are_aligned_at_their_last_axis(same):
    why = "(2, 3, 4) and (4,) meet at the last axis: missing axes are added on the left"
    got = broadcast_shapes((2, 3, 4), (4,))
    same(got, (2, 3, 4), name="(2, 3, 4) with (4,)", why=why, hint=SHAPES)
    assert isinstance(got, tuple), f"a shape is a tuple, got {type(got).__name__}"
    got = broadcast_shapes((7, 1, 5), (3, 1))
    same(got, (7, 3, 5), name="(7, 1, 5) with (3, 1)", why=why, hint=SHAPES)


def test_size_one_gives_way_to_any_size_and_to_zero(same):
    why = "1 becomes the other size, even 0: an axis repeated 0 times is empty"
    got = broadcast_shapes((1, 3), (0, 1))
    same(got, (0, 3), name="(1, 3) with (0, 1)", why=why, hint=SHAPES)


@pytest.mark.parametrize(
    "shapes",
    [[], [()], [(), (3,)], [3, (2, 1)], [(1,), (1, 1)], [(4, 1), (1, 5), (3, 1, 1)], [(0,), (1,)]],
)
def test_shapes_agree_with_numpys(shapes, same):
    expected = np.broadcast_shapes(*shapes)
    name = f"broadcast_shapes of {shapes}"
    same(broadcast_shapes(*shapes), expected, name=name, hint=SHAPES)


@pytest.mark.parametrize(
    "shapes", [[(3,), (4,)], [(2, 3), (3, 2)], [(0,), (2,)], [(2,), (1,), (3,)]]
)
def test_sizes_that_differ_are_refused(shapes, refused):
    why = "sizes that meet must be equal, or one of them 1"
    refused(ValueError, "cannot be broadcast", lambda: broadcast_shapes(*shapes), why)


def test_an_axis_of_size_one_is_repeated_by_stride_zero(same):
    why = "stride 0 stays in the same cell: 3 rows that are one row, and nothing is copied"
    got = broadcast_strides((1, 4), (4, 1), (3, 4))
    same(got, (0, 1), name="strides of (1, 4) as (3, 4)", why=why, hint=STRIDES)
    got = broadcast_strides((4, 1), (1, 1), (4, 3))
    same(got, (1, 0), name="strides of (4, 1) as (4, 3)", why=why, hint=STRIDES)


def test_new_axes_stand_on_the_left_with_stride_zero(same):
    why = "(4,) as (2, 3, 4): two new axes on the left, stride 0 each"
    got = broadcast_strides((4,), (5,), (2, 3, 4))
    same(got, (0, 0, 5), name="strides of (4,) as (2, 3, 4)", why=why, hint=STRIDES)


@pytest.mark.parametrize(
    ("shape", "new_shape"),
    [((), (2, 3)), ((3,), (3,)), ((3, 1), (3, 1)), ((1,), (0,)), ((2, 1, 3), (4, 2, 5, 3))],
)
def test_broadcast_views_agree_with_numpys(shape, new_shape, counted, same_view):
    array, numbers = counted(shape)
    got, expected = array.broadcast_to(new_shape), np.broadcast_to(numbers, new_shape)
    same_view(got, expected, f"{shape} broadcast to {new_shape}", STRIDES)


@pytest.mark.parametrize(
    ("shape", "new_shape"),
    [((3,), (4,)), ((3,), (3, 1)), ((2, 3), (3,)), ((3,), ()), ((2,), (1,)), ((3,), (0,))],
)
def test_shapes_that_do_not_fit_are_refused(shape, new_shape, refused):
    why = f"only an axis of size 1 can be repeated, so {shape} cannot be read as {new_shape}"

    def act():
        broadcast_strides(shape, (1,) * len(shape), new_shape)

    refused(ValueError, "cannot be broadcast to", act, why)


def test_broadcast_views_cannot_be_written_to(refused, counted):
    array, _ = counted((3,))
    why = "rows that are one row must not be written to, nor a view of them: use self.view"
    view = array.broadcast_to((2, 3))
    for part in (view, view[0], view.T):
        refused(ValueError, "read-only", lambda part=part: part.__setitem__(..., 1), why)
    assert_close(array.tolist(), [0, 1, 2], name="the array", why="nothing was written")


def test_sums_of_arrays_broadcast_both_sides():
    column, row = (
        StridedArray(np.array([10.0, 20.0]))[:, None],
        StridedArray(np.array([1.0, 2.0, 3.0])),
    )
    expected = [[11.0, 12.0, 13.0], [21.0, 22.0, 23.0]]
    assert_close((column + row).to_numpy(), expected, name="column + row", hint=STRIDES)
