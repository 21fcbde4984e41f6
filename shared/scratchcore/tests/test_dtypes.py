"""Which dtype a result has: float32 stays float32 unless a float64 array comes in."""

import operator

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.modes import strict_dtypes
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]]), requires_grad=True)


@pytest.fixture
def f32():
    return tensor([[1.0, 2.0, 4.0], [0.5, 3.0, 1.5]], requires_grad=True)


def test_float32_stays_float32_through_every_function(case, call, rng):
    if case.name == "astype":
        return  # to float64
    leaves = [Tensor(value.astype(np.float32), requires_grad=True) for value in call.inputs]
    outs = call(*leaves)
    for out in outs if isinstance(outs, list) else [outs]:
        assert out.dtype == np.float32
        out.backward(rng.normal(size=out.shape).astype(np.float32))
    for leaf in leaves:
        assert leaf.grad is None or leaf.grad.dtype == np.float32


SCALARS = [2, 2.5, True, np.float64(2.5), np.float32(2.5), np.int64(2), np.array(2.5)]


@pytest.mark.parametrize("scalar", SCALARS[:-1], ids=lambda s: type(s).__name__)
@pytest.mark.parametrize(
    "op", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, np.maximum]
)
def test_scalars_never_promote_in_either_order(op, scalar, f32):
    for out in (op(f32, scalar), op(scalar, f32)):
        assert type(out) is Tensor and out.dtype == np.float32
        out.sum().backward()
    assert f32.grad.dtype == np.float32


INTEGERS = [np.array([1, 2, 3]), np.array([1, 2, 3], np.int32), tensor([1, 2, 3]), [1, 2, 3]]


@pytest.mark.parametrize("integers", INTEGERS, ids=["int64", "int32", "tensor", "list"])
@pytest.mark.parametrize("op", [operator.add, operator.mul, operator.truediv, operator.pow])
def test_integer_arrays_take_the_dtype_of_the_floating_tensor(op, integers, f32):
    """As in PyTorch; NumPy would give float64."""
    plain = np.array([1, 2, 3], np.float32)
    for out, expected in (
        (op(f32, integers), op(f32.data, plain)),
        (op(integers, f32), op(plain, f32.data)),
    ):
        assert_close(out, expected, name="result")
        out.sum().backward()
    assert f32.grad.dtype == np.float32


def test_lists_of_floats_take_the_dtype_of_the_tensor(f32):
    assert (f32 * [0.5, 1.0, 2.0]).dtype == np.float32
    assert ([0.5, 1.0, 2.0] - f32).dtype == np.float32
    assert np.maximum(f32, [0.5, 1.0, 2.0]).dtype == np.float32


def test_integer_tensors_among_themselves_stay_integers():
    out = tensor([1, 2]) * tensor([3, 4]) + 1
    assert out.dtype == np.int64 and out.data.tolist() == [4, 9]
    assert (tensor([1, 2]) / 2).dtype == np.float64
    assert (tensor([1, 2]) * 0.5).dtype == np.float64


def test_numpy_functions_of_float64_scalars_do_not_promote(f32):
    assert (f32 * np.sqrt(2.0)).dtype == np.float32
    assert (f32 / np.log(2.0) + np.pi).dtype == np.float32
    assert np.where(f32.data > 1, f32, np.float64(0.5)).dtype == np.float32
    assert np.clip(f32, np.float64(0.5), np.float64(2.0)).dtype == np.float32


def test_the_gradient_has_the_dtype_of_its_leaf(f32):
    (f32.astype(np.float64) * np.array([1.0, 2.0, 3.0])).sum().backward()
    expected = np.tile(np.array([1, 2, 3], np.float32), (2, 1))
    assert_close(f32.grad, expected, name="f32.grad")


def test_mixing_float_dtypes_is_refused_in_strict_mode(f32, x):
    assert (f32 * x).dtype == np.float64
    with strict_dtypes():
        with pytest.raises(TypeError, match="multiply mixes float32 and float64: convert one"):
            f32 * x
        assert (f32 * 2.5 + f32 * np.float64(2)).dtype == np.float32
        assert (x * np.arange(3)).dtype == np.float64
