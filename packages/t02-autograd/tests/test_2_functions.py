"""Exponential, logarithm and the activations"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import Value

CASES = [  # function, x, value, slope; the numbers from mpmath with 30 digits
    ("exp", 0.0, 1.0, 1.0),
    ("exp", 1.5, 4.48168907033806482, 4.48168907033806482),
    ("exp", -2.0, 0.13533528323661270, 0.13533528323661270),
    ("log", 1.0, 0.0, 1.0),
    ("log", 2.5, 0.91629073187415507, 0.4),
    ("log", 0.125, -2.07944154167983593, 8.0),
    ("tanh", 0.0, 0.0, 1.0),
    ("tanh", 0.7, 0.60436777711716350, 0.63473958998245859),
    ("tanh", -1.3, -0.86172315931330631, 0.257433196703094),
    ("relu", 2.5, 2.5, 1.0),
    ("relu", 0.25, 0.25, 1.0),
    ("relu", -2.5, 0.0, 0.0),
    ("sigmoid", 0.0, 0.5, 0.25),
    ("sigmoid", 2.0, 0.88079707797788244, 0.10499358540350651),
    ("sigmoid", -3.0, 0.04742587317756678, 0.04517665973091213),
]
SLOPES = {
    "exp": "exp is its own derivative",
    "log": "d log(x)/dx = 1/x",
    "tanh": "d tanh(x)/dx = 1 - tanh(x)**2",
    "relu": "the slope of relu is 1 right of 0 and 0 left of it",
    "sigmoid": "with s = sigmoid(x), ds/dx = s * (1 - s)",
}


def hint(function):
    return f"scratch hint t02 Value.{function}"


@pytest.mark.parametrize(("function", "x", "value", "slope"), CASES)
def test_a_function_has_the_right_value(function, x, value, slope):
    out = getattr(Value(x), function)()
    assert_close(out.data, value, name=f"{function}({x})", hint=hint(function))
    assert np.shape(out.data) == () and type(out.data) is float, f"data is a float: {out.data!r}"


@pytest.mark.parametrize(("function", "x", "value", "slope"), CASES)
def test_a_function_hands_down_its_slope_times_the_gradient(function, x, value, slope, push):
    a = Value(x)
    a.grad = 100.0
    assert_close(
        push(getattr(a, function)(), a, g=3.0),
        [100 + 3 * slope],
        name=f"gradient of {function} at {x} for g = 3, added to an earlier 100",
        why=f"{SLOPES[function]}: here {slope:.6g}, and g times that is added with +=",
        hint=hint(function),
        atol=1e-9,
        rtol=0.0,
    )


@pytest.mark.parametrize("function", list(SLOPES))
def test_a_function_remembers_its_operand_and_its_name(function):
    a = Value(0.5)
    out = getattr(a, function)()
    assert tuple(out._children) == (a,), f"{function}(a) reads a: it is the only child"
    assert out._op == function, f"the symbol is {function!r}, got {out._op!r}"


@pytest.mark.parametrize("x", [0.0, -0.0, 0])
def test_relu_has_slope_zero_at_its_kink(x, push):
    a = Value(x)
    out = a.relu()
    assert_close(out.data, 0.0, name="relu(0)", hint=hint("relu"))
    assert_close(
        push(out, a, g=1.0),
        [0.0],
        name="gradient of relu at 0",
        why="at the kink the slope is a convention, and here (as in PyTorch) it is 0",
        hint=hint("relu"),
    )


def test_relu_does_not_hide_nan():
    assert_close(
        Value(math.nan).relu().data,
        math.nan,
        name="relu(nan)",
        why="a NaN turned into 0 hides the mistake that made it; max(0.0, nan) is 0.0 in Python",
        hint=hint("relu"),
    )


@pytest.mark.parametrize("x", [0, -0.0, -1.0, -math.inf])
def test_log_of_a_number_that_is_not_positive_is_a_value_error_with_the_number(x, refuses):
    why = "there is no real number whose exponential is zero or less"
    refuses(lambda: Value(x).log(), ValueError, naming=[str(float(x))], why=why)


def test_exp_too_large_for_a_float_is_an_overflow_error_with_the_number(refuses):
    why = "exp(1000) is about 2e434, and an infinity would turn into NaN further on"
    refuses(lambda: Value(1000.0).exp(), OverflowError, naming=["1000"], why=why)


def test_exp_of_a_very_negative_number_is_zero(push):
    a = Value(-1e4)
    out = a.exp()
    assert_close([out.data, *push(out, a, g=1.0)], [0.0, 0.0], name="exp(-1e4) and its gradient")


@pytest.mark.parametrize("function", ["sigmoid", "tanh"])
@pytest.mark.parametrize("x", [1e4, -1e4, 800.0, -800.0, 40.0, -40.0])
def test_squashing_functions_do_not_overflow(function, x, push):
    a = Value(x)
    try:
        out = getattr(a, function)()
    except OverflowError as error:
        pytest.fail(f"{function}({x:g}) overflowed ({error}): exp only numbers below 0")
    limit = 1.0 if x > 0 else {"sigmoid": 0.0, "tanh": -1.0}[function]
    assert_close(
        [out.data, *push(out, a, g=1.0)],
        [limit, 0.0],
        name=f"{function}({x:g}) and its gradient",
        why="far from 0 the function is flat",
        atol=1e-15,
        rtol=0.0,
        hint=hint(function),
    )


def test_sigmoid_keeps_its_digits_where_it_is_tiny():
    assert_close(
        Value(-50.0).sigmoid().data,
        1.928749847963918e-22,
        name="sigmoid(-50)",
        why="it is about exp(-50); 1 - sigmoid(50) would have lost all digits",
        atol=0.0,
        hint=hint("sigmoid"),
    )
