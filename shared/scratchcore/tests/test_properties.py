"""Properties over generated shapes, indices and subscripts."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import (
    array_shapes,
    basic_indices,
    integer_array_indices,
    mutually_broadcastable_shapes,
)
from scratchcore import Tensor, grad, gradcheck, gradgradcheck
from scratchcore.testing import assert_close

# derandomized: two runs of the suite must agree
few = settings(max_examples=25, deadline=None, derandomize=True, database=None)
fewer = settings(few, max_examples=10)


def random(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


@few
@given(mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3, min_side=0))
def test_gradients_of_broadcast_operands_have_their_own_shapes(shapes):
    values = [random(shape, seed) for seed, shape in enumerate(shapes.input_shapes)]
    leaves = [Tensor(value, requires_grad=True) for value in values]
    a, b, c = leaves
    out = a * b - c
    assert out.shape == shapes.result_shape
    g = random(out.shape, 9)
    out.backward(g)
    full = np.broadcast_arrays(*values)
    for leaf, wide in zip(leaves, (full[1], full[0], -np.ones_like(full[0])), strict=True):
        # the adjoint of broadcasting, by the definition: each value's copies are summed
        expected = np.zeros(leaf.shape)
        for place in np.ndindex(out.shape):
            own = place[len(place) - leaf.ndim :]
            own = tuple(0 if n == 1 else i for i, n in zip(own, leaf.shape, strict=True))
            expected[own] += g[place] * wide[place]
        assert_close(leaf.grad, expected, name=f"gradient of shape {leaf.shape}")


@fewer
@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3))
def test_every_broadcasting_operation_passes_gradcheck(shapes):
    a, b = (random(shape, seed) for seed, shape in enumerate(shapes.input_shapes))
    for function in (np.multiply, np.maximum, np.logaddexp):
        assert gradcheck(function, [a, b])
    assert gradcheck(np.divide, [a, np.abs(b) + 0.5])
    assert gradgradcheck(np.power, [np.abs(a) + 0.5, b])


def assert_the_gradient_counts_reads(shape, index):
    """Check x[index], and that its gradient is how often each place of x is read."""
    x = Tensor(random(shape), requires_grad=True)
    out = x[index]
    assert_close(out, x.data[index], name="x[index]")
    out.backward(np.ones(out.shape))
    places = np.arange(x.size).reshape(shape)
    reads = np.bincount(places[index].ravel(), minlength=x.size).reshape(shape)
    assert_close(x.grad, reads.astype(float), name="x.grad")


@few
@given(st.data())
def test_the_gradient_of_basic_indexing_marks_what_was_read(data):
    shape = data.draw(array_shapes(min_dims=1, max_dims=4, max_side=4))
    index = data.draw(basic_indices(shape, allow_newaxis=True, allow_ellipsis=True, max_dims=6))
    assert_the_gradient_counts_reads(shape, index)


@few
@given(st.data())
def test_the_gradient_of_advanced_indexing_counts_repetitions(data):
    shape = data.draw(array_shapes(min_dims=1, max_dims=4, max_side=4))
    index = data.draw(integer_array_indices(shape))
    assert_the_gradient_counts_reads(shape, index)


@few
@given(st.data())
def test_mixed_indexing_passes_gradcheck(data):
    shape = data.draw(array_shapes(min_dims=2, max_dims=3, max_side=3))
    parts = []
    for n in shape:
        kind = data.draw(st.sampled_from(["slice", "int", "ints", "mask", "none"]))
        if kind == "slice":
            parts.append(slice(*sorted(data.draw(st.tuples(*[st.integers(0, n)] * 2)))))
        elif kind == "int":
            parts.append(data.draw(st.integers(-n, n - 1)))
        elif kind == "ints":
            parts.append(
                np.array(data.draw(st.lists(st.integers(-n, n - 1), min_size=2, max_size=2)))
            )
        elif kind == "mask":
            parts.append(np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n))))
        else:
            parts += [None, slice(None)]
    x = random(shape)
    try:
        x[tuple(parts)]
    except IndexError:
        assume(False)  # masks and index arrays of different lengths
    assert gradcheck(lambda x: x[tuple(parts)] * 2.0, x)
    assert gradgradcheck(lambda x: x[tuple(parts)] ** 2, x)


LETTERS = "abcd"
SIZES = {"a": 2, "b": 3, "c": 1, "d": 2}


@fewer
@given(st.lists(st.text(LETTERS, min_size=0, max_size=3), min_size=1, max_size=3), st.randoms())
def test_einsum_of_any_subscripts_passes_gradcheck(terms, order):
    used = sorted(set("".join(terms)))
    order.shuffle(used)
    output = "".join(used[: order.randint(0, len(used))])
    subscripts = ",".join(terms) + "->" + output
    arrays = [random([SIZES[c] for c in term], n) for n, term in enumerate(terms)]

    def function(*tensors):
        return np.einsum(subscripts, *tensors)

    leaves = [Tensor(array, requires_grad=True) for array in arrays]
    assert_close(function(*leaves), np.einsum(subscripts, *arrays), name=subscripts)
    assert gradcheck(function, arrays) and gradgradcheck(function, arrays)


@few
@given(st.data())
def test_matmul_of_any_ranks_agrees_with_einsum(data):
    batch = data.draw(mutually_broadcastable_shapes(num_shapes=2, max_dims=2, max_side=3))
    left, right = batch.input_shapes
    x = Tensor(random((*left, 2, 3), 1), requires_grad=True)
    y = Tensor(random((*right, 3, 4), 2), requires_grad=True)
    g = random((*batch.result_shape, 2, 4), 3)
    found = grad(x @ y, [x, y], g)
    expected = grad(np.einsum("...ij,...jk->...ik", x, y), [x, y], g)
    for mine, theirs in zip(found, expected, strict=True):
        assert_close(mine, theirs.data, name="gradient")


@few
@given(st.data())
def test_a_reduction_over_any_axes_equals_the_chain_of_single_ones(data):
    shape = data.draw(array_shapes(min_dims=2, max_dims=4, max_side=3))
    axes = data.draw(st.lists(st.integers(0, len(shape) - 1), unique=True, min_size=1))
    for name in ("sum", "max", "min", "prod"):
        x = Tensor(random(shape), requires_grad=True)
        at_once = getattr(np, name)(x, axis=tuple(axes), keepdims=True)
        chained = x
        for axis in axes:
            chained = getattr(np, name)(chained, axis=axis, keepdims=True)
        g = random(at_once.shape, 5)
        assert_close(
            grad(at_once, x, g), grad(chained, x, g).data, name=f"gradient of {name} over {axes}"
        )


@few
@given(array_shapes(min_dims=1, max_dims=4, max_side=4), st.randoms())
def test_moving_values_around_and_back_is_the_identity(shape, order):
    x = Tensor(random(shape), requires_grad=True)
    axes = list(range(len(shape)))
    order.shuffle(axes)
    back = tuple(np.argsort(axes))
    y = np.flip(np.roll(x.transpose(axes).transpose(back), 3), 0)
    y = np.roll(np.flip(y, 0), -3).reshape(-1).reshape(shape)
    assert_close(y, x.data, name="values")
    g = random(shape, 1)
    assert_close(grad(y, x, g), g, name="gradient")


@pytest.mark.parametrize("function", [np.concatenate, np.stack])
@few
@given(parts=st.integers(1, 4), axis=st.integers(-2, 1))
def test_joining_and_taking_apart_is_the_identity(function, parts, axis):
    arrays = [Tensor(random((2, 3), n), requires_grad=True) for n in range(parts)]
    joined = function(arrays, axis=axis)
    pieces = np.split(joined, parts, axis=axis)
    for n, (piece, array) in enumerate(zip(pieces, arrays, strict=True)):
        assert_close(piece.reshape(2, 3), array.data, name="piece")
        g = random(piece.shape, n)
        found = grad(piece, array, g, retain_graph=True)
        assert_close(found, g.reshape(2, 3), name="gradient")
