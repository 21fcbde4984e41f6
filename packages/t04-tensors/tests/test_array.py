"""The parts of StridedArray that are given: construction, conversion, operators, errors."""

import sys

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, broadcast_shapes, einsum, strided


def test_a_buffer_alone_is_a_vector():
    array = StridedArray(np.arange(5))
    assert (array.shape, array.strides, array.offset, array.size, len(array)) == (
        (5,),
        (1,),
        0,
        5,
        5,
    )


@pytest.mark.parametrize("buffer", [[1, 2], np.zeros((2, 2)), np.arange(6)[::2], 3.0])
def test_a_buffer_that_is_not_flat_is_refused(buffer):
    with pytest.raises(TypeError, match="buffer"):
        StridedArray(buffer)


@pytest.mark.parametrize(
    ("shape", "strides", "offset"),
    [
        ((3, 4), None, 1),
        ((13,), None, 0),
        ((2,), (1,), 11),
        ((2,), (-1,), 0),
        ((2, 2), (6, 6), 0),
        ((), (), 12),
        ((), (), -1),
    ],
)
def test_a_layout_that_leaves_the_buffer_is_refused(shape, strides, offset):
    with pytest.raises(ValueError, match="of a buffer of 12"):
        StridedArray(np.arange(12), shape, strides, offset)


def test_a_layout_that_just_fits_is_accepted():
    array = StridedArray(np.arange(12), (3, 4), (-4, 1), 8)
    assert_close(array.to_numpy(), np.arange(12).reshape(3, 4)[::-1], name="array")


@pytest.mark.parametrize(
    ("shape", "error"),
    [((-1,), ValueError), ((2.0,), TypeError), ("ab", TypeError), (2.5, TypeError)],
)
def test_shapes_are_sizes(shape, error):
    with pytest.raises(error, match="shape"):
        StridedArray(np.arange(4), shape)


def test_a_sequence_of_integers_is_a_shape():
    for shape in ((2, 3), [2, 3], np.array([2, 3]), (np.int8(2), 3)):
        assert StridedArray(np.arange(6), shape).shape == (2, 3)


def test_strides_and_offset_are_integers():
    with pytest.raises(ValueError, match="strides: expected 2"):
        StridedArray(np.arange(4), (2, 2), (1,))
    with pytest.raises(TypeError, match="strides"):
        StridedArray(np.arange(4), (2, 2), (2, 1.0))
    with pytest.raises(TypeError, match="offset"):
        StridedArray(np.arange(4), (2,), (1,), 0.5)


def test_shapes_beyond_the_address_space_are_refused():
    one = strided([1.0])
    for shape in ((2**62, 2**62), (sys.maxsize,), (0, 2**62, 2**62)):
        with pytest.raises(ValueError, match="too big"):
            one.broadcast_to(shape)
    assert one.broadcast_to((2**40,)).shape == (2**40,)
    assert one.broadcast_to((0, 2**40)).tolist() == []


def test_values_are_copied():
    values = np.arange(6.0).reshape(2, 3).T
    array = strided(values)
    values[:] = 0
    assert_close(array.to_numpy(), np.arange(6.0).reshape(2, 3).T, name="array")
    assert array.strides == (2, 1)


@pytest.mark.parametrize("values", ["ab", None, [None], {"a": 1}, np.array(["x"])])
def test_values_that_are_no_numbers_are_refused(values):
    with pytest.raises(TypeError, match="values"):
        strided(values)


def test_copies_have_the_order_that_is_asked_for():
    values = np.arange(24).reshape(2, 3, 4).transpose(1, 2, 0)
    array = strided(np.arange(24).reshape(2, 3, 4)).transpose(1, 2, 0)
    for order in ("C", "F"):
        copy, expected = array.copy(order), values.copy(order)
        assert copy.strides == tuple(stride // 8 for stride in expected.strides)
        assert_close(copy.to_numpy(), expected, name=f"copy in order {order}")
        assert copy.buffer is not array.buffer
        assert copy.contiguous(order) is copy
        assert array.contiguous(order) is not array
    with pytest.raises(ValueError, match="order"):
        array.copy("K")


def test_copies_of_contiguous_arrays_share_nothing():
    array = strided([1, 2, 3])
    array.copy()[0] = 9
    array.to_numpy()[0] = 9
    np.asarray(array)[0] = 9
    (array + 0)[0] = 9
    array.broadcast_to((3,)).copy()[0] = 9
    assert array.tolist() == [1, 2, 3]


def test_conversion_to_numpy_copies_and_says_so():
    array = strided([[1, 2], [3, 4]])
    assert np.asarray(array, dtype=float).dtype == np.float64
    assert np.asarray(array.T).tolist() == [[1, 3], [2, 4]]
    with pytest.raises(ValueError, match="copy"):
        array.__array__(copy=False)


def test_operators_broadcast_as_numpys():
    left, right = np.array([[1.0], [2.0]]), np.array([3.0, 4.0, 5.0])
    a, b = strided(left), strided(right)
    for got, expected in (
        (a + b, left + right),
        (a - b, left - right),
        (a * b, left * right),
        (a / b, left / right),
        (-a, -left),
        (2 - a, 2 - left),
        (2 / a, 2 / left),
        (3 * a, 3 * left),
        (1 + a, 1 + left),
        (right - a, right - left),
        (a - right, left - right),
        (right / a, right / left),
        ([3.0, 4.0, 5.0] * a, right * left),
        (right + a, right + left),
    ):
        assert isinstance(got, StridedArray)
        assert_close(got.to_numpy(), expected, name="result")


def test_python_numbers_do_not_promote_and_numpys_do():
    array = strided(np.ones(2, dtype=np.float32))
    assert (array * 0.5).dtype == np.float32
    assert (array * np.float64(0.5)).dtype == np.float64
    assert (np.float64(0.5) * array).dtype == np.float64


def test_shapes_that_do_not_fit_are_refused_by_operators():
    with pytest.raises(ValueError, match="cannot be broadcast"):
        strided([1, 2]) + strided([1, 2, 3])
    with pytest.raises(ValueError, match="cannot be broadcast"):
        strided([1, 2])[:] = [1, 2, 3]


@pytest.mark.parametrize("key", [1.0, True, [0, 1], np.array([0]), "a", (0, 1.5), np.True_])
def test_what_selects_no_view_is_refused(key):
    with pytest.raises(IndexError, match="an index consists of"):
        strided([[1, 2], [3, 4]])[key]


def test_too_many_indices_are_refused():
    array = strided([[1, 2], [3, 4]])
    with pytest.raises(IndexError, match="too many indices: the array is 2-dimensional, but 3"):
        array[0, 0, 0]
    with pytest.raises(IndexError, match="single ellipsis"):
        array[..., 0, ...]
    with pytest.raises(IndexError, match="too many"):
        strided(1.0)[0]


def test_an_index_of_all_axes_is_an_element_and_an_ellipsis_keeps_the_view():
    array = strided([[1, 2], [3, 4]])
    assert array[1, 0] == 3
    assert isinstance(array[1, 0], np.integer)
    cell = array[1, 0, ...]
    cell[...] = 7
    assert array.tolist() == [[1, 2], [7, 4]]
    assert strided(5)[()] == 5


def test_writing_over_an_overlapping_view_uses_the_old_values():
    array = strided([1, 2, 3, 4])
    array[1:] = array[:-1]
    assert array.tolist() == [1, 1, 2, 3]
    array[:] = array[::-1]
    assert array.tolist() == [3, 2, 1, 1]


def test_read_only_is_inherited_by_views_and_not_by_copies():
    view = strided([1, 2]).broadcast_to((2, 2))
    for part in (view, view[0], view.T, view.reshape(2, 2), einsum("ij->ji", view)):
        assert not part.writeable
    assert view.copy().writeable


def test_rows_are_iterated():
    assert [row.tolist() for row in strided([[1, 2], [3, 4]])] == [[1, 2], [3, 4]]
    assert list(strided([1, 2])) == [1, 2]
    for act in (len, list):
        with pytest.raises(TypeError, match="0-d"):
            act(strided(1))


def test_item_wants_one_element():
    assert strided([[3]]).item() == 3
    with pytest.raises(ValueError, match="one element"):
        strided([1, 2]).item()


def test_the_representation_shows_values_and_layout():
    text = repr(strided([[1, 2], [3, 4]])[:, 1])
    assert text == "StridedArray([2, 4], strides=(2,), offset=1)"


@pytest.mark.parametrize(
    ("shape", "error", "match"),
    [
        ((5, 3), ValueError, "size 12 into shape"),
        ((-1, -1), ValueError, "only one"),
        ((-2, 6), ValueError, "at least 0"),
        ((0, -1), ValueError, "size 12 into shape"),
        ((5, -1), ValueError, "size 12 into shape"),
        ((2.0, 6), TypeError, "shape"),
    ],
)
def test_shapes_of_another_size_are_refused(shape, error, match):
    with pytest.raises(error, match=match):
        StridedArray(np.arange(12)).reshape(shape)


def test_the_size_of_an_empty_array_is_inferred_where_it_is_known():
    empty = StridedArray(np.empty(0), (0, 3))
    assert empty.reshape(-1, 3).shape == (0, 3)
    assert empty.reshape(-1).shape == (0,)
    with pytest.raises(ValueError, match="size 0"):
        empty.reshape(0, -1)


def test_broadcast_shapes_refuses_sizes_that_are_none():
    with pytest.raises(ValueError, match="shapes"):
        broadcast_shapes((-1,))
    with pytest.raises(TypeError, match="shapes"):
        broadcast_shapes((1.5,))
