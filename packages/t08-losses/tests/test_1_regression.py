"""Squared error and Huber's loss"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t08_losses import huber, huber_loss, l1_loss, mse_loss, squared_error

MSE, HUBER = "scratch hint t08 squared_error", "scratch hint t08 huber"
X = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]])
Y = np.array([[0.0, 1.0, 3.0], [2.5, 0.0, -4.5]])  # differences 1 -3 0 / -2 .25 .5


def test_the_mean_squared_error_is_the_mean_of_squared_differences(pull):
    loss, to_x, to_y = pull(squared_error, X, Y, rest=("mean",))
    why = "the squares 1, 9, 0, 4, 0.0625 and 0.25 sum to 14.3125, and there are 6"
    assert_close(loss, np.array(14.3125 / 6), name="mean squared error", why=why, hint=MSE)
    d = np.array([[1.0, -3.0, 0.0], [-2.0, 0.25, 0.5]])
    why = "the slope of d**2 is 2 d, the mean divides it by 6: 2 (prediction - target) / N"
    assert_close(to_x, 2 * d / 6, name="gradient of the prediction", why=why, hint=MSE)
    assert_close(to_y, -2 * d / 6, name="gradient of the target", why=why, hint=MSE)


@pytest.mark.parametrize("rule", [squared_error, lambda x, y, r: huber(x, y, 1.5, r)])
def test_the_reductions_agree_with_each_other(rule, pull):
    each, gradient = pull(lambda x: rule(x, Y, "none"), X, g=np.full(X.shape, 2.0))
    assert each.shape == (2, 3), f"reduction='none' keeps the shape (2, 3), got {each.shape}"
    total, sum_gradient = pull(lambda x: rule(x, Y, "sum"), X)
    mean, mean_gradient = pull(lambda x: rule(x, Y, "mean"), X)
    assert_close(total, np.array(each.sum()), name="sum", why="it adds what 'none' returns")
    assert_close(mean, np.array(each.mean()), name="mean", why="it divides the sum by 6")
    why = "an incoming gradient of 2 for each loss doubles the gradient of the sum"
    assert_close(gradient, 2 * sum_gradient, name="gradient for 'none'", why=why)
    assert_close(
        mean_gradient, sum_gradient / 6, name="gradient for 'mean'", why="the mean divides"
    )


def test_the_incoming_gradient_scales_the_gradient(pull):
    _, once = pull(lambda x: squared_error(x, Y, "mean"), X)
    _, thrice = pull(lambda x: squared_error(x, Y, "mean"), X, g=np.array(3.0))
    assert_close(thrice, 3 * once, name="gradient for g = 3", why="the chain rule", hint=MSE)


def test_the_arguments_stay_as_they_were():
    x, y = X.copy(), Y.copy()
    squared_error(x, y, "mean")
    huber(x, y, 1.0, "mean")
    why = "the arguments must stay as they were: work in place on the difference, not on them"
    assert_close(x, X, name="prediction", why=why, hint=MSE)
    assert_close(y, Y, name="target", why=why, hint=MSE)


def test_a_retained_graph_gives_the_gradient_twice():
    x = tensor(X, requires_grad=True)
    loss = squared_error(x, Y, "mean") + huber(x, Y, 1.0, "mean")
    loss.backward(retain_graph=True)
    once = x.grad.copy()
    loss.backward()
    why = "gradients add up, and the second pass must find what the first one found"
    assert_close(x.grad, 2 * once, name="gradient after two passes", why=why, hint=MSE)


def test_huber_is_a_parabola_inside_and_a_line_outside(pull):
    d = np.array([0.0, 0.5, -0.5, 2.0, -2.0, 10.0])
    loss, gradient = pull(lambda x: huber(x, np.zeros(6), 2.0, "none"), d, g=np.ones(6))
    why = "d**2 / 2 up to delta = 2; beyond, delta (|d| - delta / 2), so 2 * (10 - 1) = 18 at 10"
    assert_close(loss, np.array([0, 0.125, 0.125, 2, 2, 18]), name="losses", why=why, hint=HUBER)
    why = "the slope is d, but never more than delta: 2 at 10"
    expected = np.array([0, 0.5, -0.5, 2, -2, 2])
    assert_close(gradient, expected, name="slopes", why=why, hint=HUBER)


@pytest.mark.parametrize("delta", [0.5, 1.0, 3.0])
def test_huber_has_no_step_at_delta(delta):
    near = np.array([delta * (1 - 1e-9), delta * (1 + 1e-9)])
    inside, outside = huber(near, np.zeros(2), delta, "none")
    why = f"parabola and line meet at delta = {delta}, where both are delta**2 / 2"
    assert_close(outside, inside, name="loss beyond delta", why=why, hint=HUBER)
    assert_close(inside, delta**2 / 2, name="loss at delta", why=why, hint=HUBER)


@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradients_agree_with_differences_to_second_order(reduction):
    x, y = X + 0.1, Y
    for rule in (
        lambda a, b: squared_error(a, b, reduction),
        lambda a, b: huber(a, b, 1, reduction),
    ):
        assert gradcheck(rule, (x, y))
        assert gradgradcheck(rule, (x, y))


def test_float32_stays_float32(pull):
    x, y = X.astype(np.float32), Y.astype(np.float32)
    for function in (mse_loss, huber_loss, l1_loss):
        loss, gradient = pull(function, x, rest=(y,))
        assert loss.dtype == gradient.dtype == np.float32, f"{function.__name__} promotes float32"


def test_shapes_that_would_broadcast_are_refused():
    with pytest.raises(ValueError, match=r"target has shape \(4,\), expected .*\(4, 1\)"):
        mse_loss(np.zeros((4, 1)), np.zeros(4))


def test_a_mean_of_nothing_is_nan_and_says_so():
    with pytest.warns(RuntimeWarning, match="mean of no losses is nan"):
        loss = mse_loss(np.zeros((0, 3)), np.zeros((0, 3)))
    assert np.isnan(loss), f"the mean of nothing is nan, as in PyTorch, got {loss}"
    total = mse_loss(np.zeros((0, 3)), np.zeros((0, 3)), reduction="sum")
    assert_close(total, 0.0, name="sum of nothing")
