"""Random programs of views against NumPy: values, strides, offsets and sharing are equal."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from t04_tensors import StridedArray, einsum, is_contiguous, sliding_windows, strided, sum_to_shape

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SIZES = st.sampled_from([0, 1, 1, 2, 3, 4, 6])
SHAPES = st.lists(SIZES, max_size=4).map(tuple)
FULL_SHAPES = st.lists(SIZES.filter(bool), max_size=4).map(tuple)


def both(shape):
    numbers = np.arange(np.prod(shape, dtype=int))
    return StridedArray(numbers.copy(), shape), numbers.reshape(shape)


def slices(size):
    bound = st.none() | st.integers(-size - 2, size + 2)
    return st.builds(slice, bound, bound, st.sampled_from([None, 1, 2, 3, -1, -2, -5]))


@st.composite
def keys(draw, shape):
    """Draw an index: integers, slices and None, with the axes that are left over at its dots."""
    left = draw(st.integers(0, len(shape)))
    right = draw(st.integers(left, len(shape)))
    parts = []
    for axis, size in enumerate(shape):
        if axis == left:
            parts.append(...)
        if not left <= axis < right:
            integers = st.integers(-size, size - 1) if size else st.nothing()
            parts.append(draw(slices(size) | integers))
        if draw(st.integers(0, 4)) == 4:
            parts.append(None)
    return tuple(parts) if ... in parts else (*parts, ...)


@st.composite
def factors(draw, size):
    """Draw a shape of `size` elements."""
    shape = []
    while size > 1:
        divisor = draw(st.sampled_from([n for n in range(2, size + 1) if size % n == 0]))
        shape.append(divisor)
        size //= divisor
    for _ in range(draw(st.integers(0, 2))):
        shape.insert(draw(st.integers(0, len(shape))), 1)
    return tuple(shape) if size else draw(st.permutations([0, 2, 3]))


def step(data, array, values):
    """Apply a view, the same one, to both."""
    kind = data.draw(st.sampled_from(["index", "transpose", "reshape", "reshape", "broadcast"]))
    if kind == "index":
        key = data.draw(keys(values.shape))
        return array[key], values[key]
    if kind == "transpose":
        axes = data.draw(st.permutations(range(values.ndim)))
        return array.transpose(axes), values.transpose(axes)
    if kind == "reshape":
        shape = data.draw(factors(values.size))
        return array.reshape(shape), values.reshape(shape)
    sizes = [data.draw(st.sampled_from([1, 2, 3])) if n == 1 else n for n in values.shape]
    shape = (*data.draw(st.lists(st.sampled_from([1, 2]), max_size=1)), *sizes)
    return array.broadcast_to(shape), np.broadcast_to(values, shape)


def programs(data, steps=4):
    """Yield (array, values, their buffer) after every step; a copy starts a new buffer."""
    array, values = both(data.draw(SHAPES))
    base = values
    for _ in range(data.draw(st.integers(1, steps))):
        if values.size > 500:
            return
        before = array.buffer
        array, new = step(data, array, values)
        if new.size:
            assert (array.buffer is before) == np.shares_memory(new, values), "view or copy"
        base = base if array.buffer is before else new
        values = new
        yield array, values, base


@QUICK
@given(st.data())
def test_views_have_numpys_values_strides_and_offsets(data):
    for array, values, base in programs(data):
        assert array.shape == values.shape
        assert array.to_numpy().tolist() == values.tolist()
        flags = [is_contiguous(array.shape, array.strides, order) for order in "CF"]
        assert flags == [values.flags.c_contiguous, values.flags.f_contiguous] or not values.size
        if values.size:  # the strides of nothing mean nothing, and differ between NumPy's versions
            address = values.__array_interface__["data"][0] - base.__array_interface__["data"][0]
            assert array.strides == tuple(stride // 8 for stride in values.strides)
            assert array.offset == address // 8


@QUICK
@given(st.data())
def test_copies_have_numpys_strides(data):
    for array, values, _ in programs(data, steps=2):
        for order in "CF":
            copy, expected = array.copy(order), values.copy(order)
            assert copy.to_numpy().tolist() == values.tolist()
            if values.size:
                assert copy.strides == tuple(stride // 8 for stride in expected.strides)


@QUICK
@given(st.data())
def test_reductions_of_views_have_numpys_values(data):
    for array, values, _ in programs(data, steps=2):
        axes = st.none() | st.lists(st.sampled_from(range(values.ndim)), unique=True).map(tuple)
        axis = data.draw(axes if values.ndim else st.none())
        keepdims = data.draw(st.booleans())
        for name in ("sum", "prod", "max", "min"):
            try:
                expected = getattr(values, name)(axis=axis, keepdims=keepdims)
            except ValueError:
                with pytest.raises(ValueError, match="no identity"):
                    getattr(array, name)(axis=axis, keepdims=keepdims)
                continue
            got = getattr(array, name)(axis=axis, keepdims=keepdims)
            assert got.shape == expected.shape
            assert got.dtype == expected.dtype
            assert got.tolist() == expected.tolist()


@QUICK
@given(st.data())
def test_writing_through_views_changes_what_numpy_changes(data):
    array, values = both(data.draw(SHAPES))
    key = data.draw(keys(values.shape))
    array[key] = 1000 + array[key]
    values[key] = 1000 + values[key]
    assert array.tolist() == values.tolist()


@QUICK
@given(FULL_SHAPES, st.data())
def test_windows_have_numpys_strides(shape, data):
    array, values = both(shape)
    if shape:
        order = data.draw(st.permutations(range(len(shape))))
        array, values = array.transpose(order)[::-1], values.transpose(order)[::-1]
    axes = data.draw(st.lists(st.sampled_from(range(len(shape))), unique=True)) if shape else []
    window = [data.draw(st.integers(1, values.shape[axis])) for axis in axes]
    got = sliding_windows(array, window, axes)
    expected = np.lib.stride_tricks.sliding_window_view(values, window, axes)
    assert got.tolist() == expected.tolist()
    assert got.strides == tuple(stride // 8 for stride in expected.strides)


@QUICK
@given(FULL_SHAPES, st.data())
def test_broadcasting_and_its_adjoint_agree_with_sums_of_numpy(shape, data):
    small = [n if data.draw(st.booleans()) else 1 for n in shape]
    small = small[data.draw(st.integers(0, len(small))) :]
    array, values = both(shape)
    got = sum_to_shape(array, tuple(small)).to_numpy()
    new = len(shape) - len(small)
    axes = tuple(new + k for k, n in enumerate(small) if n == 1)
    expected = values.sum(axis=axes, keepdims=True).sum(axis=tuple(range(new)))
    assert got.shape == tuple(small)
    assert got.tolist() == expected.tolist()


@QUICK
@given(st.data())
def test_products_of_views_have_numpys_values(data):
    n, k, m = (data.draw(st.integers(0, 4)) for _ in range(3))
    batch = data.draw(st.lists(st.integers(1, 3), max_size=2))
    left_batch = [n if data.draw(st.booleans()) else 1 for n in batch]
    (a, x), (b, y) = both((*left_batch, k, n)), both((*batch, k, m))
    order = (*range(len(batch)), -1, -2)
    a, x = a.transpose(order)[..., ::-1], x.transpose(order)[..., ::-1]
    got, expected = a @ b, x @ y
    assert got.shape == expected.shape
    assert got.tolist() == expected.tolist()


@QUICK
@given(st.data())
def test_einsum_has_numpys_values(data):
    sizes = {label: data.draw(st.integers(1, 3)) for label in "abcd"}
    labels = st.lists(st.sampled_from("abcd"), max_size=3)
    terms = data.draw(st.lists(labels, min_size=1, max_size=3))
    used = sorted({label for term in terms for label in term})
    output = data.draw(st.permutations(used))[: data.draw(st.integers(0, len(used)))]
    subscripts = ",".join(map("".join, terms))
    if data.draw(st.booleans()):
        subscripts += "->" + "".join(output)
    values = [both([sizes[label] for label in term])[1] + 1 for term in terms]
    got, expected = einsum(subscripts, *map(strided, values)), np.einsum(subscripts, *values)
    assert got.shape == expected.shape
    assert got.tolist() == expected.tolist()
