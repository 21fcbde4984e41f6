"""Operators, methods and attributes of Tensor are the NumPy functions of their names."""

import copy
import operator
import pickle

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scratchcore import Tensor, grad, ops, tensor
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]]), requires_grad=True)


BINARY = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "//": operator.floordiv,
    "%": operator.mod,
}


@pytest.mark.parametrize("symbol", BINARY)
@pytest.mark.parametrize("other", [2, 1.5, np.array([1.0, 2.0, 4.0]), [1.0, 2.0, 4.0]], ids=str)
def test_an_operator_and_its_reflection_agree_with_numpy(symbol, other):
    op = BINARY[symbol]
    data = np.array([[1.0, 2.0, 3.0], [0.5, 4.0, 1.5]])
    x = Tensor(data, requires_grad=True)
    plain = np.asarray(other, dtype=np.float64) if isinstance(other, list) else other
    assert_close(op(x, other), op(data, plain), name=f"x {symbol} {other}")
    assert_close(op(other, x), op(plain, data), name=f"{other} {symbol} x")
    assert op(x, other).requires_grad and op(other, x).requires_grad


def test_reflected_operators_have_the_right_gradients(x):
    def slope(function):
        return grad(function(x).sum(), x)

    assert_close(slope(lambda x: 2 - x), np.full((2, 3), -1.0), name="2 - x")
    assert_close(slope(lambda x: 2 / x), -2 / x.data**2, name="2 / x")
    assert_close(slope(lambda x: 2**x), np.log(2) * 2**x.data, name="2 ** x")
    assert_close(
        slope(lambda x: 7 % (x * x + 1)), -np.floor(7 / (x.data**2 + 1)) * 2 * x.data, name="%"
    )
    assert_close(slope(lambda x: np.ones((4, 2)) @ x), np.full((2, 3), 4.0), name="array @ x")


def test_unary_operators_and_divmod(x):
    assert_close(-x, -x.data, name="-x")
    assert_close(+x, x.data, name="+x")
    assert_close(abs(x), abs(x.data), name="abs(x)")
    for mine, theirs in zip(divmod(x, 2), divmod(x.data, 2), strict=True):
        assert_close(mine, theirs, name="divmod(x, 2)")
    for mine, theirs in zip(divmod(7, x), divmod(7, x.data), strict=True):
        assert_close(mine, theirs, name="divmod(7, x)")


@pytest.mark.parametrize("symbol", ["<", "<=", ">", ">=", "==", "!="])
def test_comparisons_give_plain_bool_arrays(symbol, x):
    op = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}[symbol]
    compare = getattr(operator, op)
    for other in (1.0, x.data.T[0, 0], tensor(x.data)):
        raw = other.data if isinstance(other, Tensor) else other
        found = compare(x, other)
        assert type(found) is np.ndarray
        np.testing.assert_array_equal(found, compare(x.data, raw))
        np.testing.assert_array_equal(compare(x.data, tensor(x.data)), compare(x.data, x.data))


METHODS = {
    **dict.fromkeys(("abs", "exp", "expm1", "square", "sin", "cos", "tan", "arctan"), ()),
    **dict.fromkeys(("sinh", "cosh", "tanh", "floor", "ceil", "trunc", "sign", "round"), ()),
    **dict.fromkeys(("sum", "mean", "var", "std", "prod", "max", "min", "ravel", "copy"), ()),
    **dict.fromkeys(("reciprocal", "cumsum", "squeeze", "tril", "triu", "trace", "flip"), ()),
    **dict.fromkeys(("diagonal", "sort"), ()),
    **{"maximum": (1.0,), "minimum": (1.0,), "logaddexp": (0.5,), "clip": (-1.0, 1.0)},
    **{"swapaxes": (0, 1), "moveaxis": (0, 1), "expand_dims": (1,), "broadcast_to": ((4, 2, 3),)},
    **{"split": (2,), "repeat": (2,), "tile": (2,), "roll": (1,), "take": (np.array([0, 5]),)},
    **{"dot": (np.ones(3),), "outer": (np.ones(2),), "matmul": (np.ones((3, 2)),)},
    **{"take_along_axis": (np.array([[0], [2]]), 1), "reshape": ((3, 2),), "transpose": ()},
}


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_the_function_of_that_name(name, x):
    arguments = METHODS[name]
    found = getattr(x, name)(*arguments)
    expected = getattr(np, name)(x.data, *arguments)
    pair = [r if isinstance(r, list) else [r] for r in (found, expected)]
    for mine, theirs in zip(*pair, strict=True):
        assert_close(mine, theirs, name=f"x.{name}{arguments}", rtol=1e-13)
        assert mine.requires_grad


@pytest.mark.parametrize("name", ["log", "log1p", "sqrt", "arcsin", "arccos"])
def test_a_method_of_limited_domain_is_the_function_of_that_name(name):
    x = Tensor(np.array([0.25, 0.5]), requires_grad=True)
    assert_close(getattr(x, name)(), getattr(np, name)(x.data), name=f"x.{name}()")


def test_methods_with_forms_of_their_own(x):
    assert_close(x.reshape(3, 2), x.data.reshape(3, 2), name="reshape(3, 2)")
    assert_close(x.reshape(-1), x.data.ravel(), name="reshape(-1)")
    assert_close(x[None].transpose(2, 0, 1), x.data[None].transpose(2, 0, 1), name="transpose")
    assert_close(x[None].transpose((2, 0, 1)), x.data[None].transpose(2, 0, 1), name="transpose")
    assert_close(x.transpose(None), x.data.T, name="transpose(None)")
    assert_close(x.T, x.data.T, name="T")
    assert_close(x[None].mT, x.data[None].swapaxes(1, 2), name="mT")
    assert_close(x.logsumexp(axis=1), np.logaddexp.reduce(x.data, axis=1), name="logsumexp")
    assert_close(x.where(x.data > 0, 0.0), np.where(x.data > 0, x.data, 0), name="where")
    assert_close(x.astype(np.float32), x.data.astype(np.float32), name="astype")


def test_methods_without_gradients_give_plain_arrays(x):
    for found, expected in (
        (x.argmax(), x.data.argmax()),
        (x.argmin(axis=1), x.data.argmin(axis=1)),
        (x.argsort(), x.data.argsort()),
        (x.argsort(axis=0), x.data.argsort(axis=0)),
        (x.any(axis=1), x.data.any(axis=1)),
        (x.all(), x.data.all()),
        (x.astype(np.int64).data, x.data.astype(np.int64)),
    ):
        np.testing.assert_array_equal(found, expected)
        assert not isinstance(found, Tensor)
    assert not x.astype(np.int64).requires_grad


def test_attributes_are_those_of_the_array(x):
    assert (x.shape, x.ndim, x.size, x.dtype, len(x)) == ((2, 3), 2, 6, np.dtype("float64"), 2)


def test_iterating_gives_differentiable_rows(x):
    first, second = x
    (first * 2 + second).sum().backward()
    assert_close(x.grad, [[2.0, 2, 2], [1, 1, 1]], name="x.grad")
    with pytest.raises(TypeError, match="0-d"):
        iter(x.sum())
    with pytest.raises(TypeError):
        len(x.sum())


def test_single_values_convert_to_python_numbers(x):
    assert x[0, 0].item() == 1.0 and isinstance(x[0, 0].item(), float)
    assert float(x[1, 1]) == 4.0 and int(x[1, 1]) == 4 and bool(x[1, 1])
    assert [10, 20, 30][tensor(1)] == 20
    with pytest.raises(ValueError):
        bool(x)
    with pytest.raises(ValueError):
        x.item()


def test_repr_shows_values_dtype_and_gradient(x):
    assert repr(tensor([1.0, 2.5])) == "tensor([1. , 2.5])"
    assert repr(tensor([1.5], requires_grad=True)) == "tensor([1.5], requires_grad=True)"
    assert repr(tensor(np.zeros(1))) == "tensor([0.], dtype=float64)"


def test_tensors_are_dictionary_keys_by_identity(x):
    other = tensor(x.data)
    assert {x: 1, other: 2}[x] == 1 and x in {x}


def test_leaves_can_be_copied_and_pickled_and_results_cannot(x):
    for twin in (copy.deepcopy(x), copy.copy(x), pickle.loads(pickle.dumps(x))):
        assert twin.requires_grad and twin.grad is None
        assert_close(twin, x.data, name="copy")
    assert not np.shares_memory(copy.deepcopy(x).data, x.data)
    with pytest.raises(RuntimeError, match="only leaves can be copied or pickled"):
        copy.deepcopy(x * 2)


OUT_OF_RANGE = {
    "take": lambda x: np.take(x, [0], axis=-3),
    "take_along_axis": lambda x: np.take_along_axis(x, np.zeros((2, 3), int), axis=2),
    "sum": lambda x: np.sum(x, axis=2),
    "max": lambda x: np.max(x, axis=(0, 2)),
    "logsumexp": lambda x: ops.logsumexp(x, axis=2),
    "cumsum": lambda x: np.cumsum(x, axis=-3),
    "sort": lambda x: np.sort(x, axis=2),
    "split": lambda x: np.split(x, 1, axis=2),
    "concatenate": lambda x: np.concatenate([x, x], axis=2),
    "stack": lambda x: np.stack([x, x], axis=4),
    "moveaxis": lambda x: np.moveaxis(x, 2, 0),
    "swapaxes": lambda x: np.swapaxes(x, 0, 2),
    "expand_dims": lambda x: np.expand_dims(x, 4),
    "squeeze": lambda x: np.squeeze(x, 2),
    "flip": lambda x: np.flip(x, -3),
    "roll": lambda x: np.roll(x, 1, axis=2),
    "repeat": lambda x: np.repeat(x, 2, axis=2),
    "diagonal": lambda x: np.diagonal(x, 0, 0, 2),
    "norm": lambda x: np.linalg.norm(x, axis=2),
    "sliding_window_view": lambda x: sliding_window_view(x, 2, axis=-3),
}


@pytest.mark.parametrize("name", OUT_OF_RANGE)
def test_an_axis_out_of_range_is_refused_as_numpy_does(name, x):
    with pytest.raises((np.exceptions.AxisError, IndexError)):
        OUT_OF_RANGE[name](x.data)
    with pytest.raises((np.exceptions.AxisError, IndexError)):
        OUT_OF_RANGE[name](x)


def test_lists_are_arrays_where_numpy_takes_them(x):
    assert_close(np.concatenate([x[0], [7.0, 8.0]]), [1.0, -2.0, 3.0, 7.0, 8.0], name="joined")
    assert_close(np.stack([x[0], [7.0, 8.0, 9.0]])[1], [7.0, 8.0, 9.0], name="stacked")
    assert_close(np.dot([1.0, 2.0], x), x.data[0] + 2 * x.data[1], name="dot")
    assert_close([1.0, 2.0] @ x, x.data[0] + 2 * x.data[1], name="[...] @ x")
    assert_close(np.where([True, False, True], x, 0.0)[:, 1], [0.0, 0.0], name="where")


@pytest.mark.parametrize("call", [lambda x: x @ 2.0, lambda x: 2.0 @ x, lambda x: np.matmul(x, 2)])
def test_a_matrix_product_with_a_number_is_refused_clearly(call, x):
    with pytest.raises((TypeError, ValueError), match="matmul"):
        call(x)


def test_single_values_are_formatted_like_numbers(x):
    assert f"{x.sum():.3f}" == "5.000"
    assert f"{x.mean():>8.2f}|" == "    0.83|"
    assert f"{x.sum()}" == str(x.sum())
    with pytest.raises(TypeError, match="format"):
        f"{x:.3f}"


@pytest.mark.parametrize(
    "axes", [2, ((0,), (0, 1)), ((0, 1), (0, 1)), (0, 1), ((0, 1), (1,))], ids=str
)
def test_tensordot_over_axes_that_do_not_match_is_refused(axes, x):
    with pytest.raises(ValueError, match=r"tensordot: axes=.*\(2, 3\) and \(4, 3\)"):
        np.tensordot(x, np.ones((4, 3)), axes=axes)


@pytest.mark.parametrize(
    "options", [{"ord": 2}, {"ord": 1}, {"ord": np.inf}, {"ord": 3, "axis": 0}, {"ord": "nuc"}]
)
def test_norms_without_a_rule_are_refused(options, x):
    with pytest.raises(TypeError, match=r"np\.linalg\.norm: ord="):
        np.linalg.norm(x, **options)


@pytest.mark.parametrize("parts", [0, -1, 2])
def test_a_split_that_does_not_come_out_even_is_refused(parts, x):
    with pytest.raises(ValueError, match=f"indices_or_sections={parts} does not divide"):
        np.split(x, parts, axis=1)


def test_defaults_for_axes_are_the_last_one():
    x = Tensor(np.random.default_rng(1).normal(size=(2, 3, 4)), requires_grad=True)
    order = np.argsort(x.data, axis=-1)
    np.testing.assert_array_equal(x.argsort(), order)
    sorted_ = np.sort(x.data, axis=-1)
    assert_close(ops.take_along_axis(x, order), sorted_, name="take_along_axis")
    assert_close(x.sort(), sorted_, name="sort")


def test_a_vector_transposes_to_itself():
    x = Tensor(np.arange(3.0), requires_grad=True)
    assert_close(x.transpose(0), x.data, name="transpose(0)")
    assert_close(x.transpose((0,)), x.data, name="transpose((0,))")
    assert f"{x[:1]:.2f}" == "0.00"
