"""Large arrays, for which rules take faster paths, get the results and gradients of small ones."""

import numpy as np
import pytest
from scratchcore import Tensor, ops
from scratchcore.testing import assert_close

ROWS, COLUMNS = 320, 260  # more than 65,536 values; one row stays below every threshold


@pytest.fixture(params=["float64", "float32"])
def data(request, rng):
    return rng.normal(size=(ROWS, COLUMNS)).astype(request.param)


def run(function, values, weight):
    """Return result and gradients of `function` with the incoming gradient `weight`."""
    leaves = [Tensor(value, requires_grad=True) for value in values]
    out = function(*leaves)
    out.backward(weight)
    return out.data, [leaf.grad for leaf in leaves]


ROW_BY_ROW = {
    "maximum with a number": lambda x: np.maximum(x, 0.0),
    "minimum with a number": lambda x: np.minimum(0.25, x),
    "maximum with itself": lambda x: np.maximum(x, x),
    "maximum with ties": lambda x: np.maximum(np.round(x), 1.0),
    "clip": lambda x: np.clip(x, -0.5, 0.7),
    "clip from below": lambda x: np.clip(x, -0.5, None),
    "where": lambda x: np.where(x > 0.3, x * 2, x * 3),
    "abs": np.abs,
    "tanh": np.tanh,
    "cube": lambda x: x**3,
    "max of rows": lambda x: x.max(axis=-1),
    "min of rows": lambda x: np.round(x).min(axis=-1),
    "sum of rows": lambda x: x.sum(axis=-1),
    "mean of rows": lambda x: x.mean(axis=-1),
    "var of rows": lambda x: x.var(axis=-1),
    "logsumexp of rows": lambda x: ops.logsumexp(x, axis=-1),
    "cumsum of rows": lambda x: x.cumsum(axis=-1),
    "softmax of rows": lambda x: np.exp(x - ops.logsumexp(x, axis=-1, keepdims=True)),
}


@pytest.mark.parametrize("name", ROW_BY_ROW)
def test_a_large_array_has_the_gradients_of_its_rows(name, data, rng):
    function = ROW_BY_ROW[name]
    weight = rng.normal(size=function(Tensor(data)).shape).astype(data.dtype)
    out, (gradient,) = run(function, [data], weight)
    parts = [run(function, [data[i]], weight[i]) for i in range(0, ROWS, 8)]
    assert_close(out[::8], np.stack([part for part, _ in parts]), name=name)
    assert_close(gradient[::8], np.stack([g for _, (g,) in parts]), name=f"gradient of {name}")


BROADCAST = {
    "a bias": (lambda x, b: x + b, (COLUMNS,)),
    "a scale": (lambda x, b: x * b, (COLUMNS,)),
    "a difference": (lambda x, b: x - b, (1, COLUMNS)),
    "a column": (lambda x, b: x * b, (ROWS, 1)),
    "a quotient": (lambda x, b: x / (b * b + 1), (COLUMNS,)),
    "a number": (lambda x, b: x * b, ()),
    "a maximum": (np.maximum, (COLUMNS,)),
    "a minimum": (np.minimum, (ROWS, 1)),
}


@pytest.mark.parametrize("name", BROADCAST)
def test_the_gradient_of_a_broadcast_operand_is_summed_over_its_copies(name, data, rng):
    function, shape = BROADCAST[name]
    small = np.asarray(rng.normal(size=shape), data.dtype)
    full = np.array(np.broadcast_to(small, data.shape))
    weight = rng.normal(size=data.shape).astype(data.dtype)
    _, (gx, gb) = run(function, [data, small], weight)
    _, (expected_x, per_copy) = run(function, [data, full], weight)
    per_copy = per_copy.astype(np.float64)
    lead = data.ndim - len(shape)
    axes = tuple(i for i in range(2) if i < lead or shape[i - lead] == 1)
    expected_b = per_copy.sum(axis=axes).reshape(shape)
    assert_close(gx, expected_x, name="gradient of x")
    assert_close(
        gb, expected_b, name=f"gradient of {name}", rtol=1e-3 if gb.itemsize == 4 else None
    )


@pytest.mark.parametrize("lead", [(400,), (20, 30)])
def test_a_stack_of_biases_is_summed_over_all_leading_axes(lead, rng):
    weight = rng.normal(size=(*lead, 7, 9))
    bias = Tensor(rng.normal(size=(7, 9)), requires_grad=True)
    (Tensor(np.zeros(weight.shape)) + bias).backward(weight)
    assert_close(bias.grad, weight.sum(axis=tuple(range(len(lead)))), name="gradient of the bias")


@pytest.mark.parametrize("axis", [0, 1, (0, 1), None, -2])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("order", ["C", "F"])
def test_sums_of_large_arrays_are_those_of_numpy(axis, keepdims, order, data):
    x = np.array(data, order=order)
    got = np.sum(Tensor(x, requires_grad=True), axis=axis, keepdims=keepdims)
    expected = x.astype(np.float64).sum(axis=axis, keepdims=keepdims)
    assert_close(got, expected, name="sum", rtol=1e-3 if x.itemsize == 4 else None)


@pytest.mark.parametrize("size", [10, 512, 513, 5000])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_discarded_may_be_anything(size, bad, rng):
    """A gradient that a mask sends elsewhere must not come back as 0 * inf."""
    data = rng.normal(size=size)
    data[::3] = 0.5
    lost = data < 0
    weight = np.where(lost, bad, 2.0)
    for function in (
        lambda x: np.maximum(x, 0.0),
        lambda x: np.clip(x, 0.0, 10.0),
        lambda x: np.where(lost, 0.0, x),
    ):
        _, (gradient,) = run(function, [data], weight)
        assert_close(gradient, np.where(lost, 0.0, 2.0), name="gradient")


@pytest.mark.parametrize("shape", [(300, 5), (300, 2, 3), (7, 400)])
def test_repeated_rows_add_up_in_large_reads(shape, rng):
    index = np.concatenate([rng.integers(-shape[0], shape[0], size=900), [0, 0, 1, -1, -shape[0]]])
    x = Tensor(rng.normal(size=shape), requires_grad=True)
    first = rng.normal(size=(len(index), *shape[1:]))
    second = rng.normal(size=(len(index), *shape[1:]))
    # two reads: the second adds to the buffer of the first
    ((x[index] * first).sum() + (x[index[::-1]] * second).sum()).backward()
    expected = np.zeros(shape)
    np.add.at(expected, index, first)
    np.add.at(expected, index[::-1], second)
    assert_close(x.grad, expected, name="x.grad")


def test_products_of_large_stacks_agree_with_one_by_one(rng):
    x, y = rng.normal(size=(12, 30, 20)), rng.normal(size=(20, 25))
    weight = rng.normal(size=(12, 30, 25))
    out, (gx, gy) = run(np.matmul, [x, y], weight)
    parts = [run(np.matmul, [a, y], w) for a, w in zip(x, weight, strict=True)]
    assert_close(out, np.stack([part for part, _ in parts]), name="product")
    assert_close(gx, np.stack([a for _, (a, _) in parts]), name="gradient of the stack")
    assert_close(gy, np.sum([b for _, (_, b) in parts], axis=0), name="gradient of the matrix")


@pytest.mark.parametrize("shape", [(20_000,), (3, 20, 300), (40, 30, 20)])
def test_other_ranks_take_the_fast_paths_too(shape, rng):
    x = Tensor(rng.normal(size=shape), requires_grad=True)
    assert_close(np.maximum(x, 0.5), np.maximum(x.data, 0.5), name="maximum")
    assert_close(np.minimum(0.5, x), np.minimum(x.data, 0.5), name="minimum")
    assert_close(x.sum(axis=0), x.data.sum(axis=0), name="sum")
    weight = rng.normal(size=shape[1:])
    (x.sum(axis=0) * weight).sum().backward()
    assert_close(x.grad, np.broadcast_to(weight, shape), name="x.grad")
