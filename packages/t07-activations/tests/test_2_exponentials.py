"""Exponentials: sigmoid, softplus, elu, selu

Expected values come from Python's math module, one number at a time.
"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t07_activations import elu, selu, sigmoid, softplus

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


def logistic(x):
    return 1 / (1 + math.exp(-x))


def test_sigmoid_has_the_slope_s_times_1_minus_s(check):
    check(
        sigmoid,
        logistic,
        lambda x: logistic(x) * (1 - logistic(x)),
        "sigmoid",
        why="s = 1 / (1 + e**-x) has the derivative s * (1 - s)",
        hint="scratch hint t07 sigmoid",
    )


def test_sigmoid_of_large_arguments_is_0_or_1(check_large):
    check_large(
        sigmoid,
        [1, 0, 1, 0, 1, 0],
        [0] * 6,
        "sigmoid",
        why="e**750 overflows: 1 / inf is fine, inf / inf is NaN, and a warning is an error here",
        hint="scratch hint t07 sigmoid",
    )


def test_sigmoid_stays_exact_far_to_the_left():
    x = np.array([-15.0, -20.0, -30.0], np.float32)
    assert_close(
        sigmoid(x).astype(np.float64) / [logistic(-15), logistic(-20), logistic(-30)],
        np.ones(3),
        name="sigmoid(x) divided by the exact value",
        why="0.5 + 0.5 * tanh(x / 2) rounds to 0 there, and a loss takes the logarithm of it",
        hint="scratch hint t07 sigmoid",
        rtol=1e-5,
    )


@pytest.mark.parametrize("beta", [1.0, 0.5, 3.0])
def test_softplus_has_a_sigmoid_for_its_slope(check, beta):
    check(
        lambda x: softplus(x, beta),
        lambda x: math.log1p(math.exp(beta * x)) / beta,
        lambda x: logistic(beta * x),
        f"softplus with beta {beta}",
        why="log(1 + e**(beta x)) / beta: the chain rule's beta cancels against the divisor",
        hint="scratch hint t07 softplus",
    )


def test_softplus_of_large_arguments_is_relu(check_large):
    check_large(
        softplus,
        [1e4, 0, 750, 0, 95, 0],
        [1, 0, 1, 0, 1, 0],
        "softplus",
        why="e**750 overflows; take max(x, 0) out of the logarithm, the rest is log(1 + e**-|x|)",
        hint="scratch hint t07 softplus",
    )


def test_softplus_keeps_small_values_far_to_the_left():
    assert_close(
        softplus(np.array([-20.0, -40.0], np.float32)).astype(float) * np.exp([20.0, 40.0]),
        np.ones(2),
        name="softplus(x) * e**-x",
        why="log(1 + 2e-9) is 0 in float32; log1p keeps what 1 + rounds away",
        hint="scratch hint t07 softplus",
        rtol=1e-5,
    )


def test_softplus_is_the_identity_above_its_threshold(gradient):
    x = np.array([0.5, 1.0, 1.1, 2.0])
    low = [math.log1p(math.exp(2 * v)) / 2 for v in (0.5, 1.0)]
    why = "beta * x is above the threshold 2 in the last two only: exactly x, slope exactly 1"
    hint = "scratch hint t07 softplus"
    got = softplus(x, 2.0, 2.0)
    assert_close(got, [*low, 1.1, 2.0], name="softplus(x, 2, 2)", why=why, hint=hint)
    slopes = [logistic(1.0), logistic(2.0), 1.0, 1.0]
    got = gradient(lambda t: softplus(t, 2.0, 2.0), x)
    assert_close(got, slopes, name="slope", why=why, hint=hint)


def test_softplus_has_the_threshold_20_unless_told(gradient):
    x = np.array([20.5, 19.5])
    extra = softplus(x) - x  # e**-19.5 = 3.4e-9 is left of the logarithm
    why = "20.5 is above the threshold: exactly x, slope exactly 1; 19.5 is below"
    got = [float(extra[0]), float(extra[1]) * math.exp(19.5)]
    assert_close(got, [0.0, 1.0], name="softplus(x) - x", why=why, rtol=1e-5)
    left = (1 - gradient(softplus, x)) * math.exp(19.5)
    assert_close(left, [0.0, 1.0], name="1 - slope", why=why, rtol=1e-5)


def test_softplus_refuses_a_beta_that_is_not_positive():
    for beta in (0.0, -1.0, math.nan):
        with pytest.raises(ValueError, match="beta must be positive, got"):
            softplus(np.ones(3), beta)


@pytest.mark.parametrize("alpha", [1.0, 0.5, 2.0, -0.5])
def test_elu_is_an_exponential_on_the_left(check, alpha):
    check(
        lambda x: elu(x, alpha),
        lambda x: x if x > 0 else alpha * math.expm1(x),
        lambda x: 1.0 if x > 0 else alpha * math.exp(x),
        f"elu with alpha {alpha}",
        why="alpha * (e**x - 1) for x <= 0, slope alpha * e**x; to the right x itself, slope 1",
        hint="scratch hint t07 elu",
    )


def test_elu_of_large_arguments_levels_off(check_large):
    check_large(
        elu,
        [1e4, -1, 750, -1, 95, -1],
        [1, 0, 1, 0, 1, 0],
        "elu",
        why="np.where computes both branches: e**750 overflows even where it is not taken",
        hint="scratch hint t07 elu",
    )


def test_elu_keeps_small_values():
    x = np.array([-1e-12, -1e-9])
    why = "e**x - 1 cancels: 1 - 1e-12 has 4 digits of it left; expm1 has all"
    assert_close(elu(x), np.expm1(x), name="elu", why=why, hint="scratch hint t07 elu", rtol=1e-9)


def test_elu_has_the_slope_alpha_at_0(gradient):
    got = gradient(lambda t: elu(t, 0.5), np.array([0.0, 1e-9]))
    why = "0 belongs to the left branch, as in PyTorch"
    assert_close(got, [0.5, 1.0], name="slope", why=why, hint="scratch hint t07 elu")


def test_selu_scales_both_branches(check):
    check(
        selu,
        lambda x: SCALE * (x if x > 0 else ALPHA * math.expm1(x)),
        lambda x: SCALE * (1.0 if x > 0 else ALPHA * math.exp(x)),
        "selu",
        why="scale = 1.0507 multiplies both branches, alpha = 1.6733 the left one only",
        hint="scratch hint t07 selu",
    )


def test_selu_has_all_digits_of_its_constants():
    why = "at 1 the value is the scale, far to the left -scale * alpha; see the docstring"
    expected = [SCALE, -SCALE * ALPHA]
    got = selu(np.array([1.0, -1e4]))
    assert_close(got, expected, name="selu", why=why, hint="scratch hint t07 selu", rtol=1e-12)


def test_selu_has_the_slope_of_its_left_branch_at_0(gradient):
    got = gradient(selu, np.array([0.0, 1e-9]))
    why = "0 belongs to the left branch, as in PyTorch"
    assert_close(got, [SCALE * ALPHA, SCALE], name="slope", why=why, hint="scratch hint t07 selu")


def test_selu_of_large_arguments(check_large):
    low = -SCALE * ALPHA
    check_large(
        selu,
        [1e4 * SCALE, low, 750 * SCALE, low, 95 * SCALE, low],
        [SCALE, 0, SCALE, 0, SCALE, 0],
        "selu",
        why="the left branch must not be computed at 750",
        hint="scratch hint t07 selu",
    )


def test_selu_keeps_mean_0_and_variance_1():
    x, weight = np.polynomial.hermite_e.hermegauss(100)  # exact integrals over a normal variable
    out, weight = selu(x), weight / weight.sum()
    mean = float(weight @ out)
    moments = [mean, float(weight @ (out - mean) ** 2)]
    assert_close(
        moments,
        [0.0, 1.0],
        name="mean and variance behind selu",
        why="alpha and scale are the pair that maps mean 0, variance 1 to itself",
        hint="scratch hint t07 selu",
        atol=2e-3,  # the kink at 0 limits the quadrature
    )


@pytest.mark.parametrize("function", [sigmoid, softplus, elu, selu])
def test_nan_and_empty_arrays_pass_through(function, gradient):
    assert np.isnan(function(np.array([np.nan, 1.0]))).tolist() == [True, False], "NaN stays NaN"
    assert function(np.ones((0, 3))).shape == (0, 3), "an empty batch stays an empty batch"
    assert gradient(function, np.ones((0, 3))).shape == (0, 3), "so does its gradient"


def test_integers_are_refused():
    for function in (sigmoid, softplus, elu, selu):
        with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
            function(np.ones((2, 4), np.int64))
