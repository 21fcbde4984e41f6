"""Reductions, and the adjoint of broadcasting"""

import warnings

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t04_tensors import StridedArray, strided, sum_to_shape

REDUCE = "scratch hint t04 Arithmetic.reduce"
ADJOINT = "scratch hint t04 sum_to_shape"


def test_the_sum_over_an_axis_drops_it():
    array = strided([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    why = "axis 0 disappears: the rows are added up, a total for each of the 3 columns"
    got = array.reduce(np.add, axis=0)
    assert_close(got.to_numpy(), [11.0, 22.0, 33.0], name="sum over axis 0", why=why, hint=REDUCE)
    why = "axis 1 disappears: the columns are added up, a total for each of the 2 rows"
    got = array.reduce(np.add, axis=1)
    assert_close(got.to_numpy(), [6.0, 60.0], name="sum over axis 1", why=why, hint=REDUCE)


def test_keepdims_leaves_an_axis_of_size_one():
    array = strided([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    why = "keepdims keeps the reduced axis with size 1, in its place"
    got = array.reduce(np.add, axis=1, keepdims=True)
    assert_close(got.to_numpy(), [[6.0], [60.0]], name="sum with keepdims", why=why, hint=REDUCE)
    got = array.reduce(np.add, keepdims=True)
    assert_close(got.to_numpy(), [[66.0]], name="total with keepdims", why=why, hint=REDUCE)


@pytest.mark.parametrize("axis", [None, 0, 1, 2, -1, -3, (0, 2), (2, 0), (0, 1, 2), (), (-1, 1)])
@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "mean"])
def test_reductions_agree_with_numpys(name, axis, normal):
    array, values = normal((2, 3, 5))
    for keepdims in (False, True):
        got = getattr(array, name)(axis=axis, keepdims=keepdims)
        expected = getattr(values, name)(axis=axis, keepdims=keepdims)
        what = f"{name} over {axis}, keepdims={keepdims}"
        assert_close(got.to_numpy(), expected, name=what, hint=REDUCE)


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "mean"])
def test_reductions_drop_their_axes_unless_told_otherwise(name, normal):
    array, _ = normal((2, 3))
    got = getattr(array, name)(0).shape, getattr(array, name)().shape
    message = f"{name} over axis 0 and over all: expected shapes (3,) and (), got {got}"
    assert got == ((3,), ()), message


def test_views_are_reduced_in_their_own_order(normal):
    array, values = normal((4, 5, 3))
    view, expected = array.transpose(2, 0, 1)[::-1, :, ::2], values.transpose(2, 0, 1)[::-1, :, ::2]
    why = "a view's elements are not neighbours in the buffer: gather them in the view's order"
    for axis in (0, 1, (0, 2)):
        got = view.sum(axis).to_numpy()
        name = f"sum of a view over {axis}"
        assert_close(got, expected.sum(axis), name=name, why=why, hint=REDUCE)
    repeated = array[:, :1].broadcast_to((4, 7, 3))
    expected = np.broadcast_to(values[:, :1], (4, 7, 3)).sum((0, 1))
    assert_close(repeated.sum((0, 1)).to_numpy(), expected, name="sum of a repeated axis", why=why)


def test_nothing_adds_up_to_zero_and_multiplies_to_one():
    empty = StridedArray(np.empty(0), (3, 0, 2))
    why = "over an empty axis the result is the identity: 0 for a sum, 1 for a product"
    assert_close(empty.sum(1).to_numpy(), np.zeros((3, 2)), name="sum", why=why, hint=REDUCE)
    assert_close(empty.prod(1).to_numpy(), np.ones((3, 2)), name="product", why=why, hint=REDUCE)
    assert_close(empty.sum().to_numpy(), 0.0, name="sum of all", why=why, hint=REDUCE)


def test_an_empty_result_is_no_error():
    empty = StridedArray(np.empty(0), (0, 3))
    for got in (empty.max(axis=1), empty.sum(axis=1)):
        assert got.shape == (0,), f"0 rows have 0 maxima and sums, got shape {got.shape}"


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool", "complex64"])
def test_the_sum_of_nothing_has_the_dtype_of_a_sum(dtype):
    for shape in ((2, 0), (2, 3)):
        values = np.zeros(shape, dtype)
        got, expected = StridedArray(values.ravel(), shape).sum(1), values.sum(1)
        assert got.dtype == expected.dtype, (
            f"a sum of {dtype} is {expected.dtype}, also over no elements; for shape {shape} yours "
            f"is {got.dtype}\nnext: {REDUCE}"
        )


def test_nothing_has_no_maximum(refused):
    empty = StridedArray(np.empty(0), (3, 0))
    for name in ("max", "min"):
        why = f"the {name} of no numbers does not exist"
        refused(ValueError, "no identity", lambda name=name: getattr(empty, name)(axis=1), why)


def test_bools_and_small_integers_are_counted_in_64_bits():
    why = "100 + 100 does not fit 8 bits, and True + True is 2"
    small = strided(np.array([[100, 100], [100, -1]], dtype=np.int8))
    assert_close(small.sum(axis=1).tolist(), [200, 99], name="sum of int8", why=why, hint=REDUCE)
    flags = strided([[True, True, False]])
    assert_close(flags.sum(axis=1).tolist(), [2], name="sum of bools", why=why, hint=REDUCE)
    why = "a maximum is one of the elements and keeps their dtype"
    assert small.max().dtype == np.int8, f"{why}: int8, got {small.max().dtype}"


def test_float32_stays_float32():
    array = strided(np.ones((2, 3), dtype=np.float32))
    for got in (array.sum(0), array.mean(), array * 2.0, 1 / array):
        assert got.dtype == np.float32, f"float32 in, float32 out; got {got.dtype}"


def test_a_nan_is_the_maximum():
    got = strided([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]]).max(axis=1)
    assert_close(got.to_numpy(), [np.nan, 6.0], name="maxima", why="as in NumPy, a NaN is not lost")


@pytest.mark.parametrize(
    ("axis", "error"),
    [
        (2, IndexError),
        (-3, IndexError),
        ((0, 2), IndexError),
        ((0, 0), ValueError),
        (1.0, TypeError),
    ],
)
def test_axes_that_are_not_there_or_named_twice_are_refused(axis, error, refused, normal):
    array, _ = normal((2, 3))
    why = f"axis {axis} of two axes means nothing (distinct_axes says so)"
    refused(error, "axis", lambda: array.reduce(np.add, axis), why)


def test_zero_dimensional_arrays_can_be_summed():
    got = StridedArray(np.array([1.0, 2.0]), (), (), 1).sum()
    assert_close(got.to_numpy(), 2.0, name="sum of one number", hint=REDUCE)


def test_what_was_repeated_is_added_up():
    array = strided([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    why = "a row (3,) was used for both rows of (2, 3): 1 + 10, 2 + 20, 3 + 30"
    got = sum_to_shape(array, (3,))
    assert_close(got.to_numpy(), [11.0, 22.0, 33.0], name="to (3,)", why=why, hint=ADJOINT)
    why = "a column (2, 1) was used for all 3 columns, and its axis of size 1 stays"
    got = sum_to_shape(array, (2, 1))
    assert_close(got.to_numpy(), [[6.0], [60.0]], name="to (2, 1)", why=why, hint=ADJOINT)
    got = sum_to_shape(array, ())
    assert_close(got.to_numpy(), 66.0, name="to ()", why="a number was used 6 times", hint=ADJOINT)


def test_new_axes_and_axes_of_size_one_may_come_together(normal):
    array, values = normal((4, 2, 3, 5))
    why = "axis 0 is new and disappears; the size-1 axes in the middle are summed and stay"
    got = sum_to_shape(array, (2, 1, 5))
    expected = values.sum(axis=0).sum(axis=1, keepdims=True)
    assert_close(got.to_numpy(), expected, name="to (2, 1, 5)", why=why, hint=ADJOINT)


def test_a_shape_of_its_own_is_left_alone(normal):
    array, values = normal((2, 1, 3))
    for shape in ((2, 1, 3), (1, 3)):
        expected = values if len(shape) == 3 else values.sum(axis=0)
        got = sum_to_shape(array, shape)
        assert_close(got.to_numpy(), expected, name=f"to {shape}", hint=ADJOINT)


@pytest.mark.parametrize(
    ("shape", "large"), [((3,), (2, 3)), ((2, 1), (2, 3)), ((), (2, 3)), ((1, 4, 1), (5, 3, 4, 2))]
)
def test_it_is_the_adjoint_of_broadcasting(shape, large, normal):
    x, _ = normal(shape, seed=1)
    y, _ = normal(large, seed=2)
    left = (x.broadcast_to(large) * y).sum().item()
    right = (x * sum_to_shape(y, shape)).sum().item()
    why = "<broadcast x, y> = <x, sum_to_shape y> for every x and y defines the adjoint"
    assert_close(right, left, name=f"inner products, {shape} to {large}", why=why, hint=ADJOINT)


def test_an_empty_axis_adds_up_to_zeros():
    got = sum_to_shape(StridedArray(np.empty(0), (0, 3)), (1, 3))
    why = "a row that was repeated 0 times has the gradient 0"
    assert_close(got.to_numpy(), np.zeros((1, 3)), name="(0, 3) to (1, 3)", why=why, hint=ADJOINT)


@pytest.mark.parametrize(
    ("large", "shape"), [((3, 3), (3,)), ((3, 3), (3, 1)), ((4, 3, 4), (4,)), ((3, 3, 3), (1, 3))]
)
def test_places_decide_not_sizes(large, shape, normal):
    array, values = normal(large)
    padded = (0,) * (len(large) - len(shape)) + shape
    axes = tuple(k for k, n in enumerate(padded) if n != large[k])
    why = f"{shape} is aligned with the last axes of {large}: the sum is over {axes}, by place"
    got = sum_to_shape(array, shape)
    expected = values.sum(axis=axes).reshape(shape)
    assert_close(got.to_numpy(), expected, name=f"{large} to {shape}", why=why, hint=ADJOINT)


def test_an_integer_is_a_shape_of_one_axis(normal):
    array, values = normal((2, 3))
    got = sum_to_shape(array, 3)
    assert_close(got.to_numpy(), values.sum(axis=0), name="to 3", why="3 is (3,)", hint=ADJOINT)


@pytest.mark.parametrize("shape", [(3, 2), (2,), (1, 2, 3), (4,)])
def test_shapes_that_were_not_broadcast_are_refused(shape, refused, normal):
    array, _ = normal((2, 3))
    why = f"{shape} never was broadcast to (2, 3)"
    refused(ValueError, "cannot be broadcast to", lambda: sum_to_shape(array, shape), why)


def test_reductions_do_the_work_on_flat_arrays(cells):
    array = StridedArray(cells(np.arange(24.0)), (2, 3, 4))
    got = array.transpose(2, 0, 1).reduce(np.add, axis=(0, 2)).elements()
    assert_close(np.asarray(got), [66.0, 210.0], name="sums of 12 numbers each", hint=REDUCE)


def test_the_mean_of_nothing_is_nan_with_numpys_warning():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        got = StridedArray(np.empty(0), (2, 0)).mean(axis=1)
    assert_close(got.to_numpy(), [np.nan, np.nan], name="means", why="0 / 0")
    assert [entry.category for entry in caught] == [RuntimeWarning], "0 / 0 warns as in NumPy"
