"""Add, multiply and raise to a power"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import Value

ADD = "scratch hint t02 Value.__add__"
MULTIPLY = "scratch hint t02 Value.__mul__"
POWER = "scratch hint t02 Value.__pow__"


def test_a_sum_holds_the_sum_as_a_float():
    got = Value(2) + Value(-3.5)
    assert_close(got.data, -1.5, name="(Value(2) + Value(-3.5)).data", hint=ADD)
    assert np.shape(got.data) == (), "data is one number, not an array"
    assert type(got.data) is float, f"data is a Python float, got {type(got.data).__name__}"


def test_a_sum_remembers_its_operands_and_its_symbol():
    a, b = Value(2.0), Value(3.0)
    out = a + b
    assert tuple(out._children) == (a, b), "the sum reads a and b: they are its _children, in order"
    assert out._op == "+", f"the symbol of a sum is '+', got {out._op!r}"


def test_a_sum_hands_its_gradient_to_both_operands(push):
    a, b = Value(2.0), Value(3.0)
    assert_close(
        push(a + b, a, b, g=2.5),
        [2.5, 2.5],
        name="gradients of a + b for an incoming gradient g = 2.5",
        why="d(a + b)/da = d(a + b)/db = 1, so each operand receives 1 * g",
        hint=ADD,
    )


def test_a_value_added_to_itself_receives_the_gradient_twice(push):
    a = Value(3.0)
    assert_close(
        push(a + a, a, g=1.0),
        [2.0],
        name="gradient of a + a",
        why="a is used twice and d(2a)/da = 2: each use adds its contribution with +=",
        hint=ADD,
    )


def test_a_sum_adds_to_the_gradients_that_are_there(push):
    a, b = Value(2.0), Value(3.0)
    a.grad, b.grad = 10.0, 20.0
    assert_close(
        push(a + b, a, b, g=1.5),
        [11.5, 21.5],
        name="gradients of a + b after earlier gradients of 10 and 20",
        why="another part of the graph has left its contribution in grad: add to it with +=",
        hint=ADD,
    )


@pytest.mark.parametrize("number", [3, 3.0, np.float64(3), np.float32(3), np.int64(3)])
def test_a_number_may_stand_on_either_side_of_plus(number):
    right, left = Value(2.0) + number, number + Value(2.0)
    why = f"a number ({type(number).__name__}) counts as a Value without children"
    assert isinstance(left, Value), f"{type(number).__name__} + Value gives {type(left).__name__}"
    assert_close([right, left], [5.0, 5.0], name="Value(2) + 3 and 3 + Value(2)", why=why, hint=ADD)
    assert type(left.data) is float, f"data is a Python float, got {type(left.data).__name__}"


def test_the_builtin_sum_adds_values():
    got = sum([Value(1.0), Value(2.0), Value(4.0)])
    assert_close(
        got.data, 7.0, name="sum of three Values", why="sum starts with the int 0", hint=ADD
    )


def test_a_product_holds_the_product_and_its_operands():
    a, b = Value(2.0), Value(-3.5)
    out = a * b
    assert_close(out.data, -7.0, name="(Value(2) * Value(-3.5)).data", hint=MULTIPLY)
    assert tuple(out._children) == (a, b), "the product reads a and b: they are its _children"
    assert out._op == "*", f"the symbol of a product is '*', got {out._op!r}"


def test_a_product_hands_each_operand_the_other_one_times_the_gradient(push):
    a, b = Value(2.0), Value(-3.0)
    assert_close(
        push(a * b, a, b, g=10.0),
        [-30.0, 20.0],
        name="gradients of a * b at a = 2, b = -3 for g = 10",
        why="d(ab)/da = b and d(ab)/db = a: the factors change places",
        hint=MULTIPLY,
    )


def test_a_square_written_as_a_product_has_slope_2a(push):
    a = Value(3.0)
    a.grad = 100.0
    assert_close(
        push(a * a, a, g=1.0),
        [106.0],
        name="gradient of a * a at a = 3, added to an earlier 100",
        why="a is used twice: 3 from each factor, both added with +=",
        hint=MULTIPLY,
    )


@pytest.mark.parametrize("number", [4, 4.0, np.float64(4), np.float32(4), np.int64(4)])
def test_a_number_may_stand_on_either_side_of_times(number):
    right, left = Value(2.0) * number, number * Value(2.0)
    why = f"a number ({type(number).__name__}) counts as a Value without children"
    assert isinstance(left, Value), f"{type(number).__name__} * Value gives {type(left).__name__}"
    assert_close(
        [right, left], [8.0, 8.0], name="Value(2) * 4 and 4 * Value(2)", why=why, hint=MULTIPLY
    )
    assert type(left.data) is float, f"data is a Python float, got {type(left.data).__name__}"


@pytest.mark.parametrize(
    ("x", "exponent", "value", "slope"),
    [
        (3.0, 2, 9.0, 6.0),
        (-2.0, 3, -8.0, 12.0),
        (4.0, 0.5, 2.0, 0.25),
        (2.0, -1, 0.5, -0.25),
        (5.0, 1, 5.0, 1.0),
        (5.0, 0, 1.0, 0.0),
        (0.0, 1, 0.0, 1.0),
        (0.0, 2, 0.0, 0.0),
        (0.0, 0, 1.0, 0.0),
        (2.0, np.float64(3), 8.0, 12.0),
    ],
)
def test_a_power_has_slope_exponent_times_the_power_below(x, exponent, value, slope, push):
    a = Value(x)
    a.grad = 1.0
    out = a**exponent
    assert_close(out.data, value, name=f"{x} ** {exponent}", hint=POWER)
    assert type(out.data) is float, f"data is a Python float, got {type(out.data).__name__}"
    assert tuple(out._children) == (a,), (
        "a constant exponent is no child: the only child is the base"
    )
    assert_close(
        push(out, a, g=10.0),
        [1.0 + 10 * slope],
        name=f"gradient of x ** {exponent} at x = {x} for g = 10, added to an earlier 1",
        why=f"d(x**n)/dx = n * x**(n - 1), here {slope:g}, and 10 times that is added",
        hint=POWER,
    )


def test_subtraction_and_division_follow_from_the_three_operations():
    a, b = Value(6.0), Value(4.0)
    assert_close(
        [a - b, a / b, -a, 1 - b, 1 / b, a - 1, a / 3],
        [2.0, 1.5, -6.0, -3.0, 0.25, 5.0, 2.0],
        name="a - b, a / b, -a, 1 - b, 1 / b, a - 1, a / 3 at a = 6, b = 4",
        why="a - b is a + (-1) * b, and a / b is a * b**-1",
        hint=POWER,
    )


def test_numpy_numbers_on_the_left_of_minus_and_slash_give_a_value():
    results = [np.float64(6) - Value(4.0), np.float64(6) / Value(4.0)]
    assert all(isinstance(x, Value) for x in results), f"expected Values, got {results}"
    assert_close(results, [2.0, 1.5], name="np.float64(6) - Value(4), np.float64(6) / Value(4)")


def test_a_power_that_is_not_a_real_number_is_an_error():
    with pytest.raises(ZeroDivisionError):
        Value(0.0) ** -1
    with pytest.raises(ZeroDivisionError):
        1 / Value(0.0)
    with pytest.raises(ValueError):
        Value(-8.0) ** (1 / 3)
    with pytest.raises(OverflowError):
        Value(1e200) ** 2


def test_nan_and_infinity_pass_through_arithmetic():
    got = [Value(math.inf) + 1, Value(math.nan) * 2, Value(math.inf) ** 2]
    assert_close(got, [math.inf, math.nan, math.inf], name="inf + 1, nan * 2, inf ** 2")


@pytest.mark.parametrize("stranger", ["2", None, [1.0], 2j, np.array([1.0, 2.0])])
def test_an_operand_that_is_no_real_number_is_a_type_error(stranger):
    for combine in (
        lambda: Value(1.0) + stranger,
        lambda: Value(1.0) * stranger,
        lambda: Value(1.0) ** stranger,
        lambda: stranger + Value(1.0),
        lambda: stranger * Value(1.0),
    ):
        with pytest.raises(TypeError):
            combine()
