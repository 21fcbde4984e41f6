"""What the package gives: leaky_relu, hardswish, tanh, swiglu, erf, and second derivatives."""

import math

import numpy as np
import pytest
import t07_activations as ours
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear, Sequential
from t07_activations import (
    arrays,
    dead_unit_report,
    erf,
    hardswish,
    leaky_relu,
    naive,
    swiglu,
    tanh,
)
from t07_activations.arrays import at_least_zero, at_most_zero, choose, exponential, keep

NAMES = [
    *("relu", "leaky_relu", "hardswish", "sigmoid", "tanh", "softplus", "elu", "selu"),
    *("silu", "mish", "gelu_erf", "gelu_tanh", "softmax", "log_softmax", "glu", "swiglu"),
]


def logistic(x):
    return 1 / (1 + math.exp(-x))


def silu_slope(x):
    return logistic(x) * (1 + x * (1 - logistic(x)))


@pytest.mark.parametrize("name", NAMES)
def test_tuned_and_readable_versions_agree(name):
    x = np.random.default_rng(0).standard_normal((3, 4, 6)) * 4
    mine, readable = getattr(ours, name), getattr(naive, f"naive_{name}")
    assert_close(mine(x), readable(x), name=name, rtol=1e-9)
    tuned, plain = tensor(x, requires_grad=True), tensor(x, requires_grad=True)
    mine(tuned).sum().backward()
    readable(plain).sum().backward()
    assert_close(tuned.grad, plain.grad, name=f"gradient of {name}", rtol=1e-9, atol=1e-12)


def test_both_softplus_are_the_identity_from_20_on():
    x = np.array([19.5, 20.5])
    for function in (ours.softplus, naive.naive_softplus):
        assert (function(x) == x).tolist() == [False, True]


@pytest.mark.parametrize("name", [*NAMES, "erf"])
def test_second_derivatives_pass_gradgradcheck(name):
    x = np.random.default_rng(1).standard_normal((3, 4)) * 2
    gradcheck(getattr(ours, name), x)
    gradgradcheck(getattr(ours, name), x)


def test_prelu_has_second_derivatives_too():
    rng = np.random.default_rng(2)
    for shape, count in (((3, 4), 4), ((4,), 4), ((2, 3, 2), 3), ((3, 4), 1)):
        inputs = [rng.standard_normal(shape), rng.standard_normal(count)]
        assert_close(ours.prelu(*inputs), naive.naive_prelu(*inputs), name="prelu")
        gradgradcheck(ours.prelu, inputs)


@pytest.mark.parametrize("slope", [0.01, 0.5, 2.0, -1.0, 0.0])
def test_leaky_relu_multiplies_what_is_not_positive(slope, check):
    check(
        lambda x: leaky_relu(x, slope),
        lambda x: x if x > 0 else slope * x,
        lambda x: 1.0 if x > 0 else slope,
        "leaky_relu",
    )


def test_leaky_relu_has_its_left_slope_at_0(gradient):
    got = gradient(leaky_relu, np.array([0.0, -0.0, 1e-300]))
    assert_close(got, [0.01, 0.01, 1.0], name="slope")


def test_hardswish_is_a_parabola_between_its_kinks(check, gradient):
    check(
        hardswish,
        lambda x: x * min(max(x + 3, 0), 6) / 6,
        lambda x: 0.0 if x < -3 else 1.0 if x > 3 else x / 3 + 0.5,
        "hardswish",
    )
    at_kinks = gradient(hardswish, np.array([-3.0, 3.0]))
    assert_close(at_kinks, [0.0, 1.0], name="slopes at -3 and 3")


def test_given_functions_are_finite_for_large_arguments(check_large):
    low = [-100, -7.5, -0.95]
    values = [1e4, low[0], 750, low[1], 95, low[2]]
    check_large(leaky_relu, values, [1, 0.01] * 3, "leaky_relu")
    check_large(hardswish, [1e4, 0, 750, 0, 95, 0], [1, 0] * 3, "hardswish")
    check_large(tanh, [1, -1] * 3, [0] * 6, "tanh")
    check_large(erf, [1, -1] * 3, [0] * 6, "erf")


def test_tanh_has_the_slope_1_minus_its_square(check):
    check(tanh, math.tanh, lambda x: 1 - math.tanh(x) ** 2, "tanh")


def test_swiglu_gates_with_the_first_half(gradient):
    x, g = np.array([[2.0, -1.0, 3.0, 5.0]]), np.array([[1.0, -2.0]])
    expected = [[2 * logistic(2) * 3, -logistic(-1) * 5]]
    assert_close(swiglu(x), expected, name="swiglu")
    slopes = [silu_slope(2.0) * 3, silu_slope(-1.0) * 5, 2 * logistic(2), -logistic(-1)]
    assert_close(gradient(swiglu, x, g), [np.array(slopes) * [1, -2, 1, -2]], name="gradient")
    assert_close(swiglu(x.T, 0), np.transpose(expected), name="swiglu along axis 0")


def test_swiglu_of_large_arguments_is_finite(gradient):
    x = np.array([[1e4, -1e4, 2.0, 3.0]], np.float32)
    assert_close(swiglu(x), np.array([[2e4, 0.0]], np.float32), name="swiglu")
    expected = np.array([[2.0, 0.0, 1e4, 0.0]], np.float32)
    assert_close(gradient(swiglu, x), expected, name="gradient")


def test_erf_is_as_exact_as_its_dtype():
    x = np.concatenate([np.linspace(-7, 7, 1401), [1e-300, -1e-20, 1e-8, 0.999999, 1.0, 5.99]])
    expected = [math.erf(v) for v in x]
    assert_close(erf(x), expected, name="erf", rtol=1e-15, atol=0)
    small = x[np.abs(x) > 1e-30].astype(np.float32)
    expected = np.array([math.erf(v) for v in small], np.float32)
    assert_close(erf(small), expected, name="erf in float32", rtol=1e-6, atol=0)


def test_erf_of_special_values():
    got = erf(np.array([np.nan, np.inf, -np.inf, 0.0]))
    assert_close(got, [np.nan, 1.0, -1.0, 0.0], name="erf")
    got = erf(np.array([np.nan, np.inf, -np.inf, 0.0], np.float32))
    assert_close(got, np.array([np.nan, 1, -1, 0], np.float32), name="erf in float32")
    assert np.signbit(erf(np.array([-0.0]))[0]), "erf is odd, at 0 as well"


def test_gelu_in_float32_is_exact_to_a_millionth():
    x = np.linspace(-12, 12, 4001, dtype=np.float32)
    expected = [v * 0.5 * math.erfc(-v / math.sqrt(2)) for v in x.tolist()]
    assert_close(ours.gelu(x).astype(float), expected, name="gelu", rtol=4e-7, atol=2e-6)


@pytest.mark.parametrize("name", [*NAMES, "erf"])
def test_integers_are_refused(name):
    with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
        getattr(ours, name)(np.ones((2, 4), np.int64))


@pytest.mark.parametrize("name", NAMES)
def test_tensors_in_tensors_out_and_arrays_in_arrays_out(name):
    x = np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32)
    function = getattr(ours, name)
    assert type(function(x)) is np.ndarray
    out = function(tensor(x))
    assert not out.requires_grad
    assert out.dtype == np.float32
    assert_close(out.data, function(x), name=name, rtol=0, atol=0)


@pytest.mark.parametrize("name", NAMES[:12])
def test_a_single_number_of_float32_stays_one(name, gradient):
    x = np.array(-1.5, np.float32)
    out, slope = getattr(ours, name)(x), gradient(getattr(ours, name), x)
    assert (out.dtype, slope.dtype) == (np.float32, np.float32)
    longer = np.full((2, 3), -1.5, np.float32)
    assert_close(out, getattr(ours, name)(longer)[1, 2], name=name, rtol=1e-6)
    assert_close(slope, gradient(getattr(ours, name), longer)[1, 2], name="slope", rtol=1e-6)


@pytest.mark.parametrize("wide", [True, False])
def test_exponentials_agree_whichever_power_is_faster(wide, monkeypatch):
    monkeypatch.setattr(arrays, "_FAST_EXP2", wide)
    x = np.linspace(-87, 88, 20001, dtype=np.float32)
    exact = np.exp(x.astype(float))
    error = np.abs(exponential(x) - exact) / np.spacing(exact.astype(np.float32))
    assert error.max() < (80 if wide else 4), "in units of the last place"


def test_keep_sets_what_is_masked_to_zero_whatever_it_was():
    for dtype in (np.float16, np.float32, np.float64):
        g = np.array([1.5, np.nan, -np.inf, -0.0, np.inf], dtype)
        got = keep(g, np.array([True, False, False, True, True]))
        assert_close(got, np.array([1.5, 0, 0, 0, np.inf], dtype), name="kept", rtol=0, atol=0)
        assert got.dtype == dtype
        columns = keep(np.ones((2, 3), dtype).T, np.eye(3, 2, dtype=bool))
        assert_close(columns, np.eye(3, 2, dtype=dtype), name="of a transposed array")
    assert keep(np.array(2.0), np.array(False)) == 0.0


def test_choose_makes_an_array_of_two_numbers():
    mask = np.array([True, False])
    assert_close(choose(mask, 3.0, -1.0, np.float32), np.array([3, -1], np.float32), name="chosen")
    assert choose(mask, 2.0, 2.0, np.float32) == 2.0


def test_halves_around_zero_and_exponentials():
    x = np.array([-2.0, 3.0, np.nan])
    assert_close(at_least_zero(x), [0.0, 3.0, np.nan], name="at least zero")
    assert_close(at_most_zero(x), [-2.0, 0.0, np.nan], name="at most zero")
    for dtype, rtol in ((np.float32, 2e-6), (np.float64, 1e-15)):
        y = np.array([-40.0, 0.0, 7.0], dtype)
        got, expected = exponential(y, -0.5).astype(float), np.exp(y.astype(float) * -0.5)
        assert_close(got, expected, name="e**(-y / 2)", rtol=rtol, atol=0)
        assert_close(y, np.array([-40.0, 0.0, 7.0], dtype), name="y", why="changed in place")


def network():
    rng = np.random.default_rng(0)
    inner = Sequential(Linear(3, 2, rng=rng), ours.Sigmoid())
    chain = Sequential(Linear(2, 3, rng=rng), ours.ReLU(), inner, ours.Softmax())
    chain[0].weight.data[...] = [[1, 0], [0, 1], [-1, -1]]
    chain[0].bias.data[...] = [0, -9, 0]
    return chain


def test_the_report_names_every_elementwise_activation():
    x = np.array([[1.0, 2.0], [2.0, 1.0]], np.float32)
    first, second = dead_unit_report(network(), x)
    assert (first.name, first.units, first.dead.tolist()) == ("1", 3, [1, 2])
    assert (second.name, second.units, second.dead.tolist()) == ("2.1", 2, [])
    assert str(first) == "1: 2 of 3 units dead (1, 2)"
    assert str(second) == "2.1: 0 of 2 units dead"
    saturated = dead_unit_report(network(), x, tolerance=0.25)[1]
    assert saturated.dead.tolist() == [0, 1]


def test_a_long_report_is_cut_short():
    report = ours.DeadUnits("3", 20, np.arange(9))
    assert str(report) == "3: 9 of 20 units dead (0, 1, 2, 3, 4, 5, 6, 7, ...)"


def test_the_report_needs_a_chain():
    with pytest.raises(TypeError, match="network must be a Sequential, got ReLU"):
        dead_unit_report(ours.ReLU(), np.ones((2, 3)))
