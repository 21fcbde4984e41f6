"""Gates: silu, mish and two versions of gelu

Expected values come from Python's math module, one number at a time.
"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t07_activations import gelu, gelu_erf, gelu_tanh, mish, silu


def logistic(x):
    return 1 / (1 + math.exp(-x))


def normal_probability(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def normal_density(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def tanh_gate(x):
    return 0.5 * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def tanh_slope(x):
    inner = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
    return tanh_gate(x) + 2 * x * tanh_gate(x) * (1 - tanh_gate(x)) * inner


def mish_gate(x):
    return math.tanh(math.log1p(math.exp(x)))


def test_silu_is_x_times_its_sigmoid(check):
    check(
        silu,
        lambda x: x * logistic(x),
        lambda x: logistic(x) + x * logistic(x) * (1 - logistic(x)),
        "silu",
        why="the product rule: the gate s, plus x times the gate's slope s * (1 - s)",
        hint="scratch hint t07 silu",
    )


def test_mish_is_x_times_the_tanh_of_softplus(check):
    check(
        mish,
        lambda x: x * mish_gate(x),
        lambda x: mish_gate(x) + x * (1 - mish_gate(x) ** 2) * logistic(x),
        "mish",
        why="the gate t = tanh(softplus(x)) has the slope (1 - t * t) * sigmoid(x)",
        hint="scratch hint t07 mish",
    )


def test_gelu_is_x_times_the_probability_of_less(check):
    check(
        gelu_erf,
        lambda x: x * normal_probability(x),
        lambda x: normal_probability(x) + x * normal_density(x),
        "gelu",
        why="the gate P(Z < x) has the normal density e**(-x * x / 2) / sqrt(2 pi) for its slope",
        hint="scratch hint t07 gelu_erf",
    )


def test_gelu_by_tanh_differentiates_the_cube(check):
    check(
        gelu_tanh,
        lambda x: x * tanh_gate(x),
        tanh_slope,
        "gelu with tanh",
        why="the inner slope is sqrt(2 / pi) * (1 + 3 * 0.044715 * x * x)",
        hint="scratch hint t07 gelu_tanh",
    )


@pytest.mark.parametrize("function", [silu, mish, gelu_erf, gelu_tanh])
def test_gates_are_open_or_shut_for_large_arguments(function, check_large):
    name = function.__name__
    check_large(
        function,
        [1e4, 0, 750, 0, 95, 0],
        [1, 0, 1, 0, 1, 0],
        name,
        why="right of 90 the gate is 1, left of -90 it is 0, and nothing overflows on the way",
        hint=f"scratch hint t07 {name}",
    )


@pytest.mark.parametrize("function", [silu, mish, gelu_erf, gelu_tanh])
def test_gates_pass_nan_and_empty_arrays(function, gradient):
    assert np.isnan(function(np.array([np.nan, 1.0]))).tolist() == [True, False], "NaN stays NaN"
    assert function(np.ones((0, 3))).shape == (0, 3), "an empty batch stays an empty batch"
    assert gradient(function, np.ones((0, 3))).shape == (0, 3), "so does its gradient"


def test_the_two_gelus_differ_by_less_than_a_thousandth():
    x = np.linspace(-5, 5, 1001)
    gap = np.abs(gelu_erf(x) - gelu_tanh(x)).max()
    assert 1e-4 < gap < 1e-3, f"the approximation is off by 0.0005 at most, yours by {gap:.2g}"


def test_gelu_chooses_between_them():
    x = np.array([-1.0, 0.5])
    assert_close(gelu(x), x * [normal_probability(v) for v in x], name="gelu(x)")
    assert_close(gelu(x, "tanh"), x * [tanh_gate(v) for v in x], name='gelu(x, "tanh")')
    with pytest.raises(ValueError, match="approximate must be 'none' or 'tanh', got 'erf'"):
        gelu(x, approximate="erf")


def test_integers_are_refused():
    for function in (silu, mish, gelu_erf, gelu_tanh):
        with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
            function(np.ones((2, 4), np.int64))
