"""Clipping: a bound on the gradients"""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import clip_grad_norm_, clip_grad_value_

NORM = "scratch hint t03 clip_grad_norm_"
VALUE = "scratch hint t03 clip_grad_value_"


class Weight:
    def __init__(self, grad):
        self.grad = grad
        self.data = grad


def weights():
    """Gradients (3, 4) and 12, whose joint norm is 13, and one that is None."""
    return [Weight(np.array([3.0, 4.0])), Weight(None), Weight(np.array([[12.0]]))]


def test_the_joint_norm_returns():
    assert_close(
        clip_grad_norm_(weights(), 1.0),
        13.0,
        name="returned norm",
        why="the joint norm of 3, 4 and 12 is sqrt(9 + 16 + 144), measured before scaling",
        hint=NORM,
    )


def test_all_gradients_are_scaled_by_one_factor():
    w = weights()
    clip_grad_norm_(w, 6.5)
    why = "one factor for the joint norm, 6.5 / 13 = 0.5, keeps the direction of the whole gradient"
    assert_close(w[0].grad, [1.5, 2.0], name="first gradient", why=why, hint=NORM)
    assert_close(w[2].grad, [[6.0]], name="second gradient", why=why, hint=NORM)
    assert w[2].grad.shape == (1, 1)


def test_a_small_norm_changes_nothing():
    w = weights()
    assert_close(clip_grad_norm_(w, 20.0), 13.0, name="returned norm", why="it is measured anyway")
    why = "13 is below the bound 20: a factor is used only if it is below 1"
    assert_close(w[0].grad, [3.0, 4.0], name="first gradient", why=why, hint=NORM)


def test_a_millionth_is_added_to_the_norm():
    w = [Weight(np.array([1e-6]))]
    clip_grad_norm_(w, 1e-6)
    why = "the factor is max_norm / (norm + 1e-6) = 0.5: no division by 0 for a norm of 0"
    assert_close(w[0].grad, [5e-7], name="gradient", why=why, hint=NORM)


@pytest.mark.parametrize(
    ("order", "norm"), [(1.0, 19.0), (2.0, 13.0), (3.0, 1819 ** (1 / 3)), (math.inf, 12.0)]
)
def test_any_order_of_norm_goes(order, norm):
    w = weights()
    w[2].grad *= -1
    got = clip_grad_norm_(w, norm / 4, norm_type=order)
    why = f"(3**o + 4**o + 12**o)**(1/o) for o = {order}, signs dropped"
    assert_close(got, norm, name="returned norm", why=why, hint=NORM)
    assert_close(w[2].grad, [[-3.0]], name="gradient of -12", why="a quarter is left", rtol=1e-5)


def test_scaling_happens_in_place():
    w = weights()
    arrays = [x.grad for x in w]
    clip_grad_norm_(w, 6.5)
    message = "in place: others hold the same array and would not see a new one"
    assert all(x.grad is array for x, array in zip(w, arrays, strict=True)), message


def test_no_gradients_have_norm_zero():
    assert clip_grad_norm_([Weight(None)], 1.0) == 0.0, "the norm of nothing is 0"
    assert clip_grad_norm_([], 1.0) == 0.0, "the norm of nothing is 0"
    assert clip_grad_norm_([Weight(np.zeros((0, 3)))], 1.0, math.inf) == 0.0, "no elements: 0"


def test_a_generator_is_read_once():
    w = weights()
    clip_grad_norm_((x for x in w), 6.5)
    why = "measuring used up the generator: make a list of it first"
    assert_close(w[0].grad, [1.5, 2.0], name="first gradient", why=why, hint=NORM)


def test_scalar_gradients_are_replaced():
    w = [Weight(3.0), Weight(-4.0)]
    assert_close(clip_grad_norm_(w, 2.5), 5.0, name="returned norm", why="sqrt(9 + 16)")
    assert_close([x.grad for x in w], [1.5, -2.0], name="gradients", why="0.5 of each", rtol=1e-5)
    assert type(w[0].grad) is float, "the gradient of a scalar Value is a float"


def test_float32_is_kept_and_does_not_overflow():
    w = [Weight(np.array([3e30, 4e30], np.float32))]
    why = "squares of 1e30 are too large for float32: measure in float64"
    assert_close(clip_grad_norm_(w, 5.0), 5e30, name="norm", why=why, rtol=1e-6, hint=NORM)
    expected = np.array([3.0, 4.0], np.float32)
    assert_close(w[0].grad, expected, name="gradient", why="float32 stays float32")


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_norm_that_is_not_finite_raises_if_asked(bad):
    w = [Weight(np.array([1.0, bad])), Weight(np.array([1.0]))]
    with pytest.raises(ValueError, match="norm"):
        clip_grad_norm_(w, 1.0, error_if_nonfinite=True)
    assert w[1].grad[0] == 1.0, "an error must leave the gradients as they were"
    norm = clip_grad_norm_(w, 1.0)
    why = "without error_if_nonfinite NaN makes all gradients NaN, infinity makes them 0 (and NaN)"
    assert_close(norm, bad, name="returned norm", why=why, hint=NORM)
    left = math.nan if math.isnan(bad) else 0.0
    assert_close(w[1].grad, [left], name="gradient of 1", why=why, hint=NORM)
    assert math.isnan(w[0].grad[1]), "infinity times 0 is NaN"


@pytest.mark.parametrize("bad", [-1.0, math.nan])
def test_bounds_out_of_range_raise(bad):
    with pytest.raises(ValueError, match=f"max_norm must be at least 0, got {bad}"):
        clip_grad_norm_(weights(), bad)
    with pytest.raises(ValueError, match=f"clip_value must be at least 0, got {bad}"):
        clip_grad_value_(weights(), bad)


def test_a_bound_of_zero_is_allowed():
    w = weights()
    clip_grad_norm_(w, 0.0)
    assert_close(w[0].grad, [0.0, 0.0], name="gradient", why="the norm must be at most 0")
    w = weights()
    clip_grad_value_(w, 0.5)
    clip_grad_value_(w, 0.0)
    assert_close(w[0].grad, [0.0, 0.0], name="gradient", why="every element goes into [0, 0]")


def test_values_are_limited_on_both_sides():
    w = [Weight(np.array([[-3.0, -0.5], [0.5, 3.0]])), Weight(None)]
    clip_grad_value_(w, 1.0)
    assert_close(
        w[0].grad,
        [[-1.0, -0.5], [0.5, 1.0]],
        name="gradient",
        why="every element goes into [-1, 1], the large negative ones too",
        hint=VALUE,
    )


def test_values_are_limited_in_place():
    w = weights()
    array = w[0].grad
    clip_grad_value_(w, 3.5)
    message = "in place: others hold the same array and would not see a new one"
    assert w[0].grad is array, message
    assert_close(array, [3.0, 3.5], name="gradient", why="4 is above 3.5", hint=VALUE)


def test_values_of_scalars_are_limited():
    w = [Weight(-3.0), Weight(0.5)]
    clip_grad_value_(w, 1.0)
    assert_close([x.grad for x in w], [-1.0, 0.5], name="gradients", why="-3 is below -1")
    assert type(w[0].grad) is float, "the gradient of a scalar Value is a float"


def test_nan_stays_nan_in_value_clipping():
    w = [Weight(np.array([math.nan, 5.0]))]
    clip_grad_value_(w, 1.0)
    assert_close(w[0].grad, [math.nan, 1.0], name="gradient", why="NaN has no place in an order")
