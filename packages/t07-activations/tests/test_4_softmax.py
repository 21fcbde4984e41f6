"""Along an axis: softmax and log_softmax without overflow

Expected values come from loops over Python floats.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck
from scratchcore.testing import assert_close
from t07_activations import log_softmax, softmax
from t07_activations.normalized import safe_scores

SHIFTED = "scratch hint t07 safe_scores"
SOFTMAX = "scratch hint t07 softmax"
LOG = "scratch hint t07 log_softmax"
ROWS = [[1.0, 2.0, 4.0], [0.0, 0.0, 0.0], [-1.0, 3.0, 0.5], [2.0, -2.0, 1.0]]
LARGE = np.array([[1e4, -1e4, 0.0], [1e4, 1e4, 1e4 - 1], [-1e4, -1e4, -1e4], [800.0, 0.0, -800.0]])


def probabilities(row):
    powers = [math.exp(v) for v in row]
    return [p / math.fsum(powers) for p in powers]


def test_shifted_scores_keep_their_distances():
    x = np.array(ROWS)
    for axis in (0, 1, -1):
        out = safe_scores(x, axis)
        shape = out.shape
        assert shape == (4, 3), f"a table (4, 3) stays (4, 3), yours became {shape}"
        why = f"one number per slice along axis {axis} is subtracted: differences stay"
        got, expected = np.diff(out, axis=axis), np.diff(x, axis=axis)
        assert_close(got, expected, name="differences", why=why, hint=SHIFTED)


def test_shifted_powers_neither_overflow_nor_all_vanish():
    for dtype in (np.float64, np.float32):
        with np.errstate(over="ignore", under="ignore"):
            sums = np.exp(safe_scores(LARGE.astype(dtype), -1)).sum(axis=-1)
        why = "the largest entry of each row becomes 0 (or stays small): its power is a number"
        assert np.isfinite(sums).all(), f"sums of the powers are {sums}, expected finite: {why}"
        assert (sums > 0).all(), f"sums of the powers are {sums}, expected positive: {why}"


def test_shifted_scores_leave_the_input_alone():
    x = LARGE.copy()
    safe_scores(x, -1)
    assert_close(x, LARGE, name="x", why="the scores were changed in place", hint=SHIFTED)


def test_softmax_gives_each_row_its_probabilities():
    assert_close(
        softmax(np.array(ROWS)),
        [probabilities(row) for row in ROWS],
        name="softmax",
        why="e**x divided by the sum of its own row",
        hint=SOFTMAX,
    )


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2])
def test_softmax_sums_to_1_along_its_axis(axis):
    x = np.random.default_rng(0).standard_normal((3, 4, 5)) * 3
    total = softmax(x, axis).sum(axis=axis)
    why = f"the axis given is {axis}; softmax over another axis is the classic mistake"
    assert_close(total, np.ones_like(total), name="sum", why=why, hint=SOFTMAX)


def test_softmax_is_invariant_to_a_shift():
    x = np.array(ROWS)
    why = "e**(x + c) = e**c * e**x, and e**c cancels in the quotient"
    assert_close(softmax(x + 5000), softmax(x), name="softmax(x + 5000)", why=why, hint=SOFTMAX)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_softmax_of_large_scores_is_finite(dtype):
    third, e = 1 / 3, math.exp(-1)
    expected = [[1, 0, 0], [1 / (2 + e), 1 / (2 + e), e / (2 + e)], [third] * 3, [1, 0, 0]]
    got = softmax(LARGE.astype(dtype))
    why = "e**10000 is inf and e**-10000 is 0: subtract a row's maximum before taking powers"
    hint = SOFTMAX
    assert_close(got, np.array(expected, dtype), name="softmax", why=why, hint=hint, atol=1e-7)


def test_softmax_gives_masked_scores_probability_0():
    got = softmax(np.array([[0.0, -np.inf, 0.0]]))
    assert_close(got, [[0.5, 0.0, 0.5]], name="softmax", why="-inf marks what is masked")


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_nan_spoils_its_own_row_only(function):
    got = np.isnan(function(np.array([[0.0, np.nan, 1.0], [0.0, 1.0, 2.0]])))
    assert got.tolist() == [[True] * 3, [False] * 3], (
        f"a NaN among the scores makes every probability of its row NaN, not 0; NaN at {got}"
    )


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_a_single_score_is_certain_and_learns_nothing(function, gradient):
    x = np.array([[3.0], [-1e4], [0.25]])
    certain = np.full((3, 1), 1.0 if function is softmax else 0.0)
    assert_close(function(x), certain, name=f"{function.__name__} of (3, 1)")
    g = np.array([[2.0], [1.0], [-3.0]])
    why = "the only score of a row has probability 1, whatever it is"
    assert_close(gradient(function, x, g), np.zeros((3, 1)), name="gradient", why=why, atol=1e-12)


def test_log_softmax_never_exceeds_0():
    gap = np.array([[s, s - 40.0] for s in np.linspace(-59, 59, 237)], np.float32)
    largest = log_softmax(gap).max()
    assert largest <= 0, (
        f"no probability is above 1, yet log p = {largest:.2g}: subtract the maximum"
    )


def test_softmax_passes_its_gradient_through_the_sum(gradient):
    x, g = np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, -2.0, 0.5]])
    p = probabilities(x[0])
    mean = sum(a * b for a, b in zip(p, g[0], strict=True))
    assert_close(
        gradient(softmax, x, g),
        [[p[i] * (g[0, i] - mean) for i in range(3)]],
        name="gradient",
        why="each p depends on every x: p * (g - sum(g * p)), not p * (1 - p) * g",
        hint=SOFTMAX,
    )


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_gradients_hold_along_every_axis(function, axis):
    x = np.random.default_rng(1).standard_normal((2, 3, 4))
    gradcheck(lambda t: function(t, axis), x)
    gradcheck(lambda t: function(t * 100.0, axis) * 1.0, x, rtol=1e-4)


def test_log_softmax_is_the_logarithm_of_the_probabilities():
    expected = [[math.log(p) for p in probabilities(row)] for row in ROWS]
    why = "x minus the logarithm of the sum of e**x"
    assert_close(log_softmax(np.array(ROWS)), expected, name="log_softmax", why=why, hint=LOG)
    by_column = log_softmax(np.array(ROWS).T, 0)
    assert_close(by_column, np.transpose(expected), name="log_softmax(x.T, 0)", why=why, hint=LOG)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_log_softmax_is_finite_where_softmax_is_0(dtype):
    rest = math.log(2 + math.exp(-1))
    expected = [[0, -2e4, -1e4], [-rest, -rest, -1 - rest], [-math.log(3)] * 3, [0, -800, -1600]]
    got = log_softmax(LARGE.astype(dtype))
    why = "softmax is 0 there, and log(0) is -inf: never form the quotient, subtract the logarithm"
    tolerance = {"rtol": 1e-3 if dtype == np.float32 else 1e-9, "atol": 1e-3}
    assert_close(got, np.array(expected, dtype), name="log_softmax", why=why, hint=LOG, **tolerance)


def test_log_softmax_gradient_subtracts_the_share_of_the_sum(gradient):
    x, g = np.array([[1.0, 2.0, 4.0]]), np.array([[1.0, -2.0, 0.5]])
    p = probabilities(x[0])
    assert_close(
        gradient(log_softmax, x, g),
        [[g[0, i] - p[i] * g.sum() for i in range(3)]],
        name="gradient",
        why="g - softmax(x) * sum(g): with a single 1 in g it is 1 - p there and -p elsewhere",
        hint=LOG,
    )
    large = gradient(log_softmax, LARGE, np.eye(4, 3))
    total = large.sum(axis=1)
    why = "a row's gradients sum to 0, also where the scores are large"
    assert_close(total, np.zeros(4), name="sum of the gradient", why=why, hint=LOG, atol=1e-12)


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_empty_batches_and_float32_stay_what_they_are(function, gradient):
    assert function(np.ones((0, 3))).shape == (0, 3), "an empty batch stays an empty batch"
    assert gradient(function, np.ones((0, 3))).shape == (0, 3), "so does its gradient"
    x = np.array(ROWS, np.float32)
    g = np.ones_like(x)
    assert function(x).dtype == np.float32, "float32 in, float32 out"
    assert gradient(function, x, g).dtype == np.float32, "float32 in, float32 gradients"
    assert_close(x, np.array(ROWS, np.float32), name="x", why="the scores were changed in place")
    assert_close(g, np.ones_like(x), name="g", why="the gradient was changed in place")


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_an_axis_that_x_does_not_have_is_named(function):
    for shape, axis in (((2, 3), 2), ((2, 3), -3), ((), -1)):
        with pytest.raises(ValueError, match=f"axis.*{axis}.*out of"):
            function(np.ones(shape), axis)


def test_integers_are_refused():
    for function in (softmax, log_softmax):
        with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
            function(np.ones((2, 4), np.int64))
