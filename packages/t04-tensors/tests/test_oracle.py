"""Against torch, which counts strides in elements too: views, expand, unfold, sum_to_size."""

import itertools

import numpy as np
import pytest
import torch
from scratchcore.testing import assert_close
from t04_tensors import (
    StridedArray,
    broadcast_shapes,
    einsum,
    is_contiguous,
    sliding_windows,
    strided,
    sum_to_shape,
    view_strides,
)

pytestmark = pytest.mark.oracle


def both(shape, seed=0):
    values = np.random.default_rng(seed).standard_normal(shape)
    return strided(values), torch.tensor(values)


def check(array, tensor, what):
    assert array.shape == tuple(tensor.shape), what
    assert_close(array.to_numpy(), tensor.numpy(), name=what)


LAYOUTS = [
    ((3, 4), (4, 1)),
    ((3, 4), (5, 1)),
    ((3, 4), (1, 3)),
    ((2, 4, 6), (40, 10, 1)),
    ((2, 3, 4), (0, 4, 1)),
    ((4, 3), (0, 0)),
    ((2, 6, 2), (12, 2, 1)),
    ((12,), (2,)),
    ((6, 2), (1, 0)),
]


@pytest.mark.parametrize(("shape", "strides"), LAYOUTS)
def test_a_view_exists_exactly_where_torch_finds_one(shape, strides):
    buffer = np.arange(100.0)
    array = StridedArray(buffer, shape, strides)
    tensor = torch.as_strided(torch.tensor(buffer), shape, strides)
    size = array.size
    divisors = [n for n in range(2, size + 1) if size % n == 0]
    for new in itertools.product(divisors, repeat=3):
        for new_shape in {new[:1], new[:2], new}:
            if np.prod(new_shape) != size:
                continue
            try:
                expected = tensor.view(new_shape).stride()
            except RuntimeError:
                expected = None
            what = f"{shape} with {strides} as {new_shape}"
            got = array.strides if new_shape == shape else view_strides(shape, strides, new_shape)
            assert got == expected, what
            check(array.reshape(new_shape), tensor.reshape(new_shape), what)


@pytest.mark.parametrize(("shape", "strides"), LAYOUTS)
def test_contiguous_means_the_same(shape, strides):
    tensor = torch.as_strided(torch.zeros(100), shape, strides)
    assert is_contiguous(shape, strides) == tensor.is_contiguous()


@pytest.mark.parametrize("axes", list(itertools.permutations(range(3))))
def test_permutations_have_the_same_strides(axes):
    array, tensor = both((2, 3, 5))
    got, expected = array.transpose(axes), tensor.permute(axes)
    assert got.strides == expected.stride()
    check(got, expected, f"permute {axes}")
    assert got.copy().strides == expected.contiguous().stride()


@pytest.mark.parametrize(
    ("shape", "large"), [((3, 1), (2, 3, 4)), ((1,), (5,)), ((4, 1, 2), (4, 3, 2))]
)
def test_expansion_and_its_adjoint(shape, large):
    array, tensor = both(shape)
    got, expected = array.broadcast_to(large), tensor.expand(large)
    assert broadcast_shapes(shape, large) == tuple(torch.broadcast_shapes(shape, large))
    check(got, expected, f"{shape} as {large}")
    assert got.strides == expected.stride()
    array, tensor = both(large)
    check(sum_to_shape(array, shape), tensor.sum_to_size(shape), f"{large} summed to {shape}")


def test_sum_to_shape_is_the_gradient_of_broadcasting():
    x = torch.randn(3, 1, dtype=torch.float64, requires_grad=True)
    array, tensor = both((2, 3, 4))
    (x.expand(2, 3, 4) * tensor).sum().backward()
    assert_close(sum_to_shape(array, (3, 1)).to_numpy(), x.grad.numpy(), name="gradient")


@pytest.mark.parametrize(("size", "step"), [(1, 1), (3, 1), (3, 2), (7, 3), (2, 5)])
def test_windows_are_unfold(size, step):
    array, tensor = both((2, 7, 3))
    got, expected = sliding_windows(array, size, axis=1)[:, ::step], tensor.unfold(1, size, step)
    check(got, expected, f"windows of {size}, step {step}")
    assert all(
        mine == theirs
        for mine, theirs, n in zip(got.strides, expected.stride(), got.shape, strict=True)
        if n > 1
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 3), (3, 4)),
        ((3,), (3,)),
        ((3,), (5, 3, 2)),
        ((5, 2, 3), (3,)),
        ((7, 1, 2, 3), (5, 3, 4)),
    ],
)
def test_matmul(left, right):
    (a, x), (b, y) = both(left, 1), both(right, 2)
    check(a @ b, x @ y, f"{left} @ {right}")
    (a, x), (b, y) = both((2, 0), 1), both((0, 4), 2)
    check(a @ b, x @ y, "empty inner axis")


@pytest.mark.parametrize(
    ("subscripts", "shapes"),
    [
        ("bhqd,bhkd->bhqk", [(2, 3, 4, 5), (2, 3, 6, 5)]),
        ("...ij,...jk->...ik", [(4, 1, 2, 3), (5, 3, 2)]),
        ("ii->i", [(4, 4)]),
        ("ii", [(4, 4)]),
        ("ij,kj,j->ik", [(2, 3), (4, 3), (3,)]),
        ("b...,b...->...", [(2, 3, 4), (2, 3, 4)]),
    ],
)
def test_einsum(subscripts, shapes):
    pairs = [both(shape, seed) for seed, shape in enumerate(shapes)]
    got = einsum(subscripts, *(array for array, _ in pairs))
    expected = torch.einsum(subscripts, *(tensor for _, tensor in pairs))
    check(got, expected, f"einsum {subscripts}")


@pytest.mark.parametrize("axis", [0, 1, 2, (0, 2), None])
def test_reductions(axis):
    array, tensor = both((2, 3, 5))
    for name in ("sum", "mean", "amax", "amin"):
        got = getattr(array, name.removeprefix("a"))(axis)
        expected = getattr(tensor, name)(axis if axis is not None else (0, 1, 2))
        check(got, expected, f"{name} over {axis}")
