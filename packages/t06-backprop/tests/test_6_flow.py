"""Gradient flow: norms, growth per layer, a verdict

Norms whose logarithms lie on a line have a growth that can be read off.
"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t06_backprop import (
    GradientFlow,
    ManualMLP,
    SigmoidLayer,
    gradient_flow,
    gradient_norm,
    growth_per_layer,
)

NORM, GROWTH = "scratch hint t06 gradient_norm", "scratch hint t06 growth_per_layer"
VERDICT = "scratch hint t06 GradientFlow.verdict"


def flow_of(*norms):
    return GradientFlow(tuple(map(str, range(len(norms)))), norms, norms)


def test_the_norm_is_the_root_of_the_sum_of_squares():
    got = gradient_norm(np.array([[1.0, -2.0], [2.0, 4.0]]))
    why = "1 + 4 + 4 + 16 = 25, and the root of 25 is 5; no mean is taken"
    assert_close(got, 5.0, name="norm", why=why, hint=NORM)
    assert isinstance(got, float), f"the norm is a Python float, yours {type(got).__name__}"


def test_the_norm_does_not_ask_for_signs():
    for grad in ([-3.0, -4.0], [-3.0, -4.0, 0.0], [1e-9, -5.0]):
        with np.errstate(all="ignore"):
            got = gradient_norm(np.array(grad))
        why = "divide by the largest absolute value: the norm is 5, whatever their signs are"
        assert_close(got, 5.0, name=f"norm of {grad}", why=why, hint=NORM)


def test_the_norm_of_tiny_and_huge_gradients_is_exact():
    for size in (1e-200, 1e-30, 1e30, 1e200):
        with np.errstate(all="ignore"):
            got = gradient_norm(np.array([3.0, 4.0]) * size)
        why = (
            f"3 and 4 times {size}: their squares do not fit, so divide by the largest value first"
        )
        assert_close(got, 5 * size, name=f"norm of size {size}", why=why, hint=NORM, atol=0.0)
    with np.errstate(all="ignore"):
        got = gradient_norm(np.array([3e30, 4e30], np.float32))
    why = "in float32 the squares overflow already at 1e20: compute in float64"
    assert_close(got, 5e30, name="norm of a float32 array", why=why, hint=NORM, rtol=1e-6)


def test_the_norm_of_a_float32_gradient_is_computed_in_float64():
    values = np.random.default_rng(16).normal(size=1001).astype(np.float32)
    expected = math.sqrt(math.fsum(float(value) ** 2 for value in values))
    why = "convert to float64 first: a sum in float32 keeps seven digits at most"
    got = gradient_norm(values)
    assert_close(got, expected, name="norm of 1001 values", why=why, hint=NORM, rtol=1e-12)


def test_zeros_and_an_empty_gradient_have_the_norm_zero(error_of):
    with np.errstate(all="ignore"):
        for grad in (np.zeros((2, 3)), np.empty((0, 3))):
            error = error_of(lambda grad=grad: gradient_norm(grad))
            assert error is None, (
                f"the norm of shape {grad.shape} is 0, yours gave {error!r}\nnext: {NORM}"
            )
            got = gradient_norm(grad)
            why = "nothing may be divided by a largest value of 0"
            assert_close(got, 0.0, name=f"norm of {grad.size} zeros", why=why, hint=NORM)


def test_a_gradient_that_is_not_finite_has_no_finite_norm():
    with np.errstate(all="ignore"):
        got = [gradient_norm(np.array([1.0, bad])) for bad in (np.inf, -np.inf, np.nan)]
    why = "inf and NaN must not be hidden"
    assert_close(got, [np.inf, np.inf, np.nan], name="norms", why=why, hint=NORM)


def test_the_growth_is_counted_from_the_last_layer_to_the_first():
    why = "the gradient travels from the last norm to the first: 1, then a half, then a quarter"
    assert_close(growth_per_layer((0.25, 0.5, 1.0)), 0.5, name="growth", why=why, hint=GROWTH)
    why = "from 2 to 6 to 18"
    assert_close(growth_per_layer((18.0, 6.0, 2.0)), 3.0, name="growth", why=why, hint=GROWTH)
    why = "the norms do not change"
    assert_close(growth_per_layer([7.0] * 5), 1.0, name="growth", why=why, hint=GROWTH)


def test_one_odd_layer_does_not_decide_the_growth():
    got = growth_per_layer((100.0, 1.0, 1.0, 1.0, 1.0))
    why = (
        "one odd layer must not decide: the line's slope is -0.2 * log(100), so 100**0.2 = 2.51; "
        "the ratio of the first and the last norm alone would say 100**0.25 = 3.16"
    )
    assert_close(got, 100**0.2, name="growth", why=why, hint=GROWTH)


def test_an_odd_layer_in_the_middle_changes_no_growth():
    got = growth_per_layer((1.0, 1.0, 50.0, 1.0, 1.0))
    why = "the odd layer stands in the middle and tilts the line neither way"
    assert_close(got, 1.0, name="growth", why=why, hint=GROWTH)


def test_the_growth_fits_the_logarithms():
    norms = np.exp(np.array([0.3, -1.2, 0.7, 2.0, 1.1, 3.0]))
    slope = np.polyfit(np.arange(6), np.log(norms), 1)[0]
    why = "exp(-slope) of the least-squares line through the logarithms"
    assert_close(growth_per_layer(norms), np.exp(-slope), name="growth", why=why, hint=GROWTH)


def test_special_norms_have_a_growth_too():
    cases = [
        ((3.0,), 1.0, "one norm cannot grow"),
        ((0.0,), 1.0, "one norm cannot grow, not even 0"),
        ((0.0, 0.0, 1.0), 0.0, "a norm of 0: nothing arrives, the growth is 0"),
        ((1.0, 0.0), 0.0, "a norm of 0: nothing arrives, the growth is 0"),
        ((math.inf, 1.0), math.inf, "an infinite norm: the growth is inf"),
        ((1.0, math.nan, 0.0), math.inf, "NaN comes before 0: the growth is inf"),
        ((math.nan,), math.inf, "NaN in the only layer: the growth is inf"),
    ]
    for norms, expected, why in cases:
        with np.errstate(all="ignore"):
            got = growth_per_layer(norms)
        assert_close(got, expected, name=f"growth of {norms}", why=why, hint=GROWTH)


def test_a_growth_beyond_all_floats_is_infinite(error_of):
    error = error_of(lambda: growth_per_layer((1e300, 1e-300)))
    why = "1e600 is too large for a float"
    assert error is None, f"{why}: the growth is inf, yours gave {error!r}\nnext: {GROWTH}"
    got = [growth_per_layer((1e300, 1e-300)), growth_per_layer((1e-300, 1e300))]
    assert_close(got, [math.inf, 0.0], name="growths", why=f"{why}, and so is 1e-600", hint=GROWTH)


def test_the_whole_way_decides_the_verdict():
    cases = [
        ((1.0, 1.0, 1.0), "healthy", "no growth"),
        (0.5 ** np.arange(6, -1, -1), "healthy", "0.5 per layer: over 6 steps 1/64, above 1/100"),
        (
            0.5 ** np.arange(7, -1, -1),
            "vanishing",
            "0.5 per layer: over 7 steps 1/128, below 1/100",
        ),
        (2.0 ** np.arange(6, -1, -1), "healthy", "2 per layer: over 6 steps 64, below 100"),
        (2.0 ** np.arange(7, -1, -1), "exploding", "2 per layer: over 7 steps 128, above 100"),
        ((1e-3, 1.0), "vanishing", "a thousandth in one step"),
        ((1e3, 1.0), "exploding", "a thousandfold in one step"),
        ((95.0, 1.0), "healthy", "95 is below 100"),
        ((105.0, 1.0), "exploding", "105 is above 100"),
        ((1 / 95, 1.0), "healthy", "1/95 is above 1/100"),
        ((1 / 105, 1.0), "vanishing", "1/105 is below 1/100"),
    ]
    for norms, expected, why in cases:
        got = flow_of(*norms).verdict
        assert got == expected, (
            f"{len(norms)} layers: {why}, so {expected!r}, yours {got!r}; the power is the number "
            f"of steps between layers, layers - 1\nnext: {VERDICT}"
        )


def test_one_odd_layer_does_not_decide_the_verdict():
    got = flow_of(200.0, 1.0, 1.0, 1.0, 1.0).verdict
    assert got == "healthy", (
        "norms 200, 1, 1, 1, 1: the line's growth is 200**0.2 per layer, 69 over 4 steps, and the "
        f"growth counts, not the ratio of the two ends: 'healthy', yours {got!r}\nnext: {VERDICT}"
    )


@pytest.mark.parametrize(
    ("norms", "expected"),
    [
        ((0.0, 1.0), "vanishing"),
        ((0.0, 0.0), "vanishing"),
        ((math.inf, 1.0), "exploding"),
        ((math.nan, 1.0), "exploding"),
        ((math.nan,), "exploding"),
        ((1.0,), "healthy"),
    ],
)
def test_zero_and_infinite_norms_have_a_verdict(norms, expected):
    got = flow_of(*norms).verdict
    assert got == expected, f"norms {norms} are {expected!r}, yours {got!r}\nnext: {VERDICT}"


def test_a_power_that_fits_no_float_is_judged_by_its_logarithm(error_of):
    for norms, expected in (
        ((1e300, 1e300, 1e-300, 1e-300), "exploding"),
        ((1e-300, 1e-300, 1e300, 1e300), "vanishing"),
    ):
        flow = flow_of(*norms)
        error = error_of(lambda flow=flow: flow.verdict)
        assert error is None, (
            f"growth ** 3 does not fit a float, yours gave {error!r}: compare logarithms"
            f"\nnext: {VERDICT}"
        )
        assert flow.verdict == expected, f"{norms} are {expected!r}, yours {flow.verdict!r}"


def test_the_flow_of_a_network_goes_from_input_to_output():
    rng = np.random.default_rng(8)
    model = ManualMLP([4, 5, 3], rng=rng, dtype=np.float64)
    x, labels = rng.normal(size=(7, 4)), rng.integers(0, 3, 7)
    flow = gradient_flow(model, x, labels)
    first, _, last = model.layers
    hidden = x @ first.weight.data.T
    logits = np.maximum(hidden, 0) @ last.weight.data.T
    exp = np.exp(logits)
    g = (exp / exp.sum(axis=1, keepdims=True) - np.eye(3)[labels]) / 7
    g_hidden = (g @ last.weight.data) * (hidden > 0)
    expected = [np.linalg.norm(g_hidden), np.linalg.norm(g)]
    why = "the gradient at the output of layer 0, before its activation, and at the logits"
    assert_close(flow.norms, expected, name="norms at the outputs", why=why, hint=NORM)
    expected = [np.linalg.norm(g_hidden.T @ x), np.linalg.norm(g.T @ np.maximum(hidden, 0))]
    assert_close(flow.weight_norms, expected, name="norms at the weights", hint=NORM)
    assert flow.names == ("0", "2"), f"the linear layers are 0 and 2, yours {flow.names}"


def test_deep_sigmoid_networks_vanish_and_large_weights_explode():
    def verdict(**options):
        rng = np.random.default_rng(9)
        model = ManualMLP([16] * 21, rng=rng, dtype=np.float64, **options)
        return gradient_flow(model, rng.normal(size=(32, 16)), rng.integers(0, 16, 32)).verdict

    def doubled(array, *, rng):
        array[...] = rng.normal(0, 2 * math.sqrt(2 / 16), array.shape)

    got = [verdict(), verdict(activation=SigmoidLayer), verdict(init=doubled)]
    why = "ReLU with Kaiming weights, the same with sigmoids, ReLU with weights twice as large"
    assert got == ["healthy", "vanishing", "exploding"], f"{why}: yours {got}\nnext: {VERDICT}"
