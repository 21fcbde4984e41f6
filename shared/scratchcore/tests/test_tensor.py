"""Tensor: construction, attributes, conversion, requires_grad, NumPy's protocols."""

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]]), requires_grad=True)


# --- construction


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        (1.5, np.float32),
        ([1.0, 2.0], np.float32),
        ([[1, 2], [3.0, 4]], np.float32),
        ((1.0, 2.0), np.float32),
        ([np.float64(1.0), 2.0], np.float64),
        ([np.zeros(2), np.ones(2)], np.float64),
        (np.float64(1.5), np.float64),
        (np.float16(1.5), np.float16),
        (np.zeros(2), np.float64),
        (np.zeros(2, np.float32), np.float32),
        (np.zeros(2, np.int32), np.int32),
        ([1, 2], np.int64),
        (3, np.int64),
        ([True, False], np.bool_),
        ([], np.float32),
        (range(3), np.int64),
    ],
)
def test_python_floats_become_float32_and_arrays_keep_their_dtype(data, dtype):
    assert tensor(data).dtype == dtype


def test_an_explicit_dtype_wins():
    assert tensor([1, 2], dtype=np.float64).dtype == np.float64
    assert tensor(np.zeros(2), dtype="float32").dtype == np.float32


def test_tensor_copies_and_the_class_shares_memory():
    data = np.zeros(3)
    assert not np.shares_memory(tensor(data).data, data)
    assert np.shares_memory(Tensor(data).data, data)


def test_tensors_inside_lists_are_unwrapped():
    found = tensor([tensor([1.0, 2.0]), tensor([3.0, 4.0])])
    assert found.dtype == np.float32
    assert_close(found, np.array([[1, 2], [3, 4]], np.float32), name="data")


def test_data_that_would_drop_a_gradient_is_refused(x):
    for data in (x, [x[0], x[1]]):
        with pytest.raises(TypeError, match=r"requires a gradient.*detach\(\)"):
            tensor(data)


@pytest.mark.parametrize("data", ["text", [1j], None, [[1.0], [1.0, 2.0]], object()])
def test_data_that_is_no_array_of_numbers_is_refused(data):
    with pytest.raises((TypeError, ValueError)):
        tensor(data)


@pytest.mark.parametrize("data", [[1, 2], [True, False]])
def test_integers_and_bools_cannot_need_a_gradient(data):
    with pytest.raises(TypeError, match="only floating tensors need gradients, this one is"):
        tensor(data, requires_grad=True)


# --- requires_grad and grad


def test_requires_grad_can_be_switched_on_leaves_only(x):
    t = tensor([1.0])
    t.requires_grad = True
    assert t.requires_grad and t.is_leaf
    t.requires_grad = False
    assert not (t * 2).requires_grad
    y = x * 2
    assert y.requires_grad and not y.is_leaf
    with pytest.raises(RuntimeError, match="leaves only"):
        y.requires_grad = False


def test_grad_of_a_wrong_shape_or_place_is_refused(x):
    with pytest.raises(ValueError, match=r"grad has shape \(2,\), expected \(2, 3\)"):
        x.grad = np.ones(2)
    with pytest.raises(RuntimeError, match="leaves that require a gradient only"):
        tensor([1.0]).grad = np.ones(1)
    tensor([1.0]).grad = None


# --- NumPy's protocols


def test_numpy_functions_of_tensors_and_arrays_give_tensors(x):
    assert type(np.tanh(x)) is Tensor
    assert type(np.add(x.data, x)) is Tensor
    assert type(np.concatenate([x.data, x])) is Tensor
    assert type(x.data @ x.T) is Tensor and type(x.data * x) is Tensor
    assert type(np.add.reduce(x)) is Tensor
    assert_close(np.add.reduce(x), x.data.sum(axis=0), name="np.add.reduce(x)")
    assert_close(np.multiply.reduce(x, axis=1), x.data.prod(axis=1), name="np.multiply.reduce")
    assert_close(np.maximum.reduce(x, axis=None), x.data.max(), name="np.maximum.reduce")


def test_converting_to_an_array_that_would_drop_a_gradient_is_refused(x):
    for convert in (np.asarray, np.array, lambda t: t.numpy(), lambda t: np.zeros(2).__iadd__(t)):
        with pytest.raises(TypeError, match="drop the gradient"):
            convert(x[0])
    np.testing.assert_array_equal(np.asarray(x.detach()), x.data)
    assert np.asarray(tensor([1.0]), dtype=np.float64).dtype == np.float64


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda x: np.fft.fft(x), "fft"),
        (lambda x: np.linalg.inv(x), "linalg.inv"),
        (lambda x: np.median(x), "median"),
        (lambda x: np.kron(x, x), "kron"),
        (lambda x: np.hypot(x, x), "hypot"),
        (lambda x: np.add.accumulate(x), "add.accumulate"),
        (lambda x: np.multiply.outer(x, x), "multiply.outer"),
        (lambda x: np.subtract.reduce(x), "subtract.reduce"),
        (lambda x: np.add.at(np.zeros(3), 0, x), "add.at"),
    ],
)
def test_a_numpy_function_without_a_rule_is_named(call, name, x):
    with pytest.raises(TypeError, match=rf"np\.{name}.* has no rule for tensors"):
        call(x)


@pytest.mark.parametrize(
    ("call", "name", "keyword"),
    [
        (lambda x: np.sum(x, where=x.data > 0), "sum", "where"),
        (lambda x: np.sum(x, initial=1.0), "sum", "initial"),
        (lambda x: np.mean(x, dtype=np.float32), "mean", "dtype"),
        (lambda x: np.exp(x, where=x.data > 0), "exp", "where"),
        (lambda x: np.reshape(x, (6,), order="F"), "reshape", "order"),
        (lambda x: np.add(x, 1, dtype=np.float32), "add", "dtype"),
        (lambda x: np.concatenate([x, x], dtype=np.float32), "concatenate", "dtype"),
        (lambda x: np.take(x, [0], mode="wrap"), "take", "mode"),
    ],
)
def test_a_keyword_argument_without_a_rule_is_named(call, name, keyword, x):
    with pytest.raises(TypeError, match=rf"np\.{name}.*keyword argument '{keyword}'"):
        call(x)


def test_writing_a_tensor_into_an_array_is_refused(x):
    array = np.zeros((2, 3))
    with pytest.raises(TypeError, match="drop the gradient"):
        np.add(x, 1, out=array)
    with pytest.raises(TypeError, match="drop the gradient"):
        array += x
    with pytest.raises(TypeError, match="drop the gradient"):
        array[0] = x[0]
    np.testing.assert_array_equal(array, 0)


def test_functions_without_gradients_take_tensors_and_give_plain_arrays(x):
    for function in (np.argmax, np.argsort, np.isfinite, np.isnan, np.zeros_like, np.nonzero):
        found = function(x)
        assert not isinstance(found, Tensor)
        np.testing.assert_array_equal(found, function(x.data))
    assert np.isclose(x[0], [x[0, 0], -2.0, 3.0]).all()
    assert np.allclose(x[0].detach(), [tensor(1.0), -2.0, 3.0])
    assert np.array_equal(x, x.data) and np.allclose(x, x.data) and np.shape(x) == (2, 3)


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x + np.ones((3, 2)),
        lambda x: x * tensor(np.ones(2)),
        lambda x: np.maximum(x, np.ones(4)),
        lambda x: np.where(np.ones((3, 2), bool), x, 0.0),
    ],
)
def test_shapes_that_do_not_broadcast_are_both_named(call, x):
    with pytest.raises(ValueError, match=r"\(2, ?3\).*\((3, ?2|2,|4,)\)|\(3, ?2\).*\(2, ?3\)"):
        call(x)


@pytest.mark.parametrize("other", [(2, 3), (4,), (2,), ()])
def test_shapes_that_do_not_multiply_are_both_named(other, x):
    text = ", ?".join(map(str, other)) + (",?" if len(other) == 1 else "")
    with pytest.raises(ValueError, match=rf"\(2, ?3\) and \({text}\)"):
        x @ np.ones(other)
