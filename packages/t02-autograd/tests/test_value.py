"""What is given with Value: construction, printing, operators, memory."""

import gc
import math
import weakref

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import Value


@pytest.mark.parametrize("number", [3, True, 3.5, np.float32(3.5), np.int8(3), np.float64(3.5)])
def test_data_and_grad_are_python_floats(number):
    value = Value(number)
    assert (type(value.data), type(value.grad)) == (float, float)
    assert (value.data, value.grad) == (float(number), 0.0)


@pytest.mark.parametrize("stranger", ["3", None, 1j, [1.0], np.array([1.0]), Value(1.0)])
def test_a_value_of_anything_else_is_a_type_error_that_names_it(stranger):
    with pytest.raises(TypeError, match=rf"real number, got {type(stranger).__name__}"):
        Value(stranger)


def test_an_array_on_the_left_is_refused_instead_of_becoming_an_array_of_objects():
    for combine in (np.add, np.multiply):
        with pytest.raises(TypeError):
            combine(np.array([1.0, 2.0]), Value(3.0))
    with pytest.raises(TypeError, match="ndarray"):
        np.array([1.0, 2.0]) * Value(3.0)


def test_repr_shows_data_and_gradient():
    x = Value(2.5)
    x.grad = -1 / 3
    assert repr(x) == "Value(data=2.5, grad=-0.333333)"


@pytest.mark.parametrize("left", [7, 7.0, np.float64(7), np.float32(7), np.int64(7)])
def test_every_reflected_operator_gives_the_number_and_the_gradient(left):
    cases = [
        (lambda x: left + x, 9.0, 1.0),
        (lambda x: left - x, 5.0, -1.0),
        (lambda x: left * x, 14.0, 7.0),
        (lambda x: left / x, 3.5, -7 / 4),
        (lambda x: left**x, 49.0, 49 * math.log(7)),
    ]
    for function, value, slope in cases:
        x = Value(2.0)
        out = function(x)
        assert type(out) is Value
        out.backward()
        assert_close([out.data, x.grad], [value, slope], name=f"reflected with {left!r}")


def test_errors_of_powers_name_the_numbers():
    for base, exponent, error, text in [
        (0.0, -1, ZeroDivisionError, r"0\.0 \*\* -1 divides by zero"),
        (0.0, 0.5, ZeroDivisionError, r"0\.0 \*\* -0\.5 divides by zero"),
        (-8.0, 0.5, ValueError, r"-8\.0 \*\* 0\.5 is not a real number"),
        (1e200, 2, OverflowError, r"1e\+200 \*\* 2 is too large"),
        (1e-200, -1.5, OverflowError, r"1e-200 \*\* -2\.5 is too large"),
    ]:
        with pytest.raises(error, match=text):
            Value(base) ** exponent


def test_a_value_as_the_exponent_of_a_base_that_is_not_positive_is_an_error():
    for base in (0, -2.0, Value(-2.0)):
        with pytest.raises(ValueError, match="log needs a positive number"):
            base ** Value(3.0)


def test_backward_uses_the_numbers_of_the_forward_pass():
    x, y = Value(2.0), Value(3.0)
    out = x * y + x.log() + x.relu() + x**2
    x.data, y.data = -100.0, -100.0
    out.backward()
    assert_close([x.grad, y.grad], [3 + 0.5 + 1 + 4, 2.0], name="gradients at (2, 3)")


def test_dropping_a_graph_frees_it_at_once_without_the_garbage_collector():
    gc.disable()
    try:
        x = Value(1.0)
        middle = x * 2
        out = middle.tanh() + middle
        out.backward()
        alive = weakref.ref(middle)
        del middle, out
        assert alive() is None, "a reference cycle keeps the graph alive"
    finally:
        gc.enable()


def test_a_chain_of_100000_operations_is_freed_without_overflowing_the_stack():
    x = Value(1.0)
    y = x
    for _ in range(100_000):
        y = y + x
    middle = weakref.ref(y._children[0])
    y.backward()
    assert_close([y.data, x.grad], [100_001.0, 100_001.0], name="end of the chain and gradient")
    del y
    assert middle() is None
