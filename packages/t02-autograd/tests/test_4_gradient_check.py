"""Measure a gradient without trusting it"""

import math

import pytest
from scratchcore.testing import assert_close
from t02_autograd import Value, gradient_check

HINT = "scratch hint t02 gradient_check"


def faulty_square(factor):
    """Return x -> x**2 whose backward is wrong by a factor."""

    def square(x):
        x_data = x.data

        def backward(g):
            x.grad += factor * 2 * x_data * g

        return Value(x_data * x_data, (x,), "faulty", backward)

    return square


def test_a_right_gradient_has_an_error_below_1e_8():
    error = gradient_check(lambda a, b: (a * b + a**3).tanh() + b.exp() / a, [0.7, -0.4])
    assert error < 1e-8, (
        f"the gradient is right and the error came out as {error:.2g}: a difference taken on both "
        "sides of x, divided by 2h, is wrong by h**2 only"
    )


def test_the_step_is_symmetric():
    error = gradient_check(lambda x: x * x, [3.0], step=0.1)
    assert_close(
        error,
        0.0,
        name="error for x**2 with a step of 0.1",
        why="central differences are exact for a parabola, whatever the step; one-sided are not",
        atol=1e-12,
        hint=HINT,
    )


def test_the_error_of_a_cube_is_the_step_squared():
    error = gradient_check(lambda x: x**3, [1.0], step=0.1)
    assert_close(
        error,
        0.01 / 3.01,
        name="error for x**3 at 1 with a step of 0.1",
        why="((1.1)**3 - (0.9)**3) / 0.2 = 3.01, and |3 - 3.01| / 3.01",
        hint=HINT,
    )


def test_the_step_grows_with_a_large_input():
    error = gradient_check(lambda x: x**3, [100.0], step=0.001)
    assert_close(
        error,
        0.01 / 30_000.01,
        name="error for x**3 at 100 with a step of 0.001",
        why="the step is 0.001 * 100 = 0.1, so the slope measures as 3 * 100**2 + 0.1**2",
        rtol=1e-3,
        hint=HINT,
    )


@pytest.mark.parametrize("factor", [1.001, 0.999, 2.0, -1.0, 0.0])
def test_a_wrong_gradient_is_found(factor):
    expected = abs(factor - 1) / max(1, abs(factor))
    assert_close(
        gradient_check(faulty_square(factor), [3.0]),
        expected,
        name=f"error of a gradient {factor} times the right one",
        why="|d - m| / max(1, |d|, |m|) with m = 6",
        rtol=1e-5,
        hint=HINT,
    )


def test_the_worst_input_decides():
    error = gradient_check(lambda a, b, c: a + faulty_square(1.5)(b) + c, [1.0, 2.0, 3.0])
    assert_close(
        error, 2 / 6, name="error with only the second of three gradients wrong", hint=HINT
    )


def test_small_derivatives_are_compared_absolutely():
    error = gradient_check(faulty_square(3.0), [1e-3])
    assert_close(
        error,
        0.004,
        name="error of d = 0.006 against m = 0.002",
        why="below 1 the difference itself counts: |0.006 - 0.002| / 1",
        rtol=1e-5,
        hint=HINT,
    )


def test_values_are_put_back_and_earlier_gradients_stay():
    a, b = Value(0.3), Value(0.9)
    a.grad, b.grad = 7.0, 8.0
    error = gradient_check(lambda a, b: a * b, [a, b])
    assert error < 1e-8, f"gradients from before must not be counted: error {error:.2g}"
    assert (a.data, b.data) == (0.3, 0.9), f"data must be put back exactly: {a.data!r}, {b.data!r}"
    assert (a.grad, b.grad) == (7.0, 8.0), f"grad must be put back exactly: {a.grad}, {b.grad}"


def test_values_are_put_back_when_the_function_raises():
    a = Value(1e-6)
    a.grad = 7.0
    with pytest.raises(ValueError):
        gradient_check(lambda a: a.log(), [a])
    assert (a.data, a.grad) == (1e-6, 7.0), f"log raised and left a = {a!r} moved: use finally"


def test_a_nan_in_a_gradient_is_not_hidden():
    error = gradient_check(lambda a, b: faulty_square(math.nan)(a) + b, [2.0, 1.0])
    assert math.isnan(error), f"one gradient is NaN, but the error is {error}: max() drops a NaN"


def test_no_inputs_have_no_error():
    assert_close(
        gradient_check(lambda: Value(1.0), []), 0.0, name="error without inputs", hint=HINT
    )
