"""Straight pieces: relu and prelu

Values and slopes are worked out by hand.
"""

import numpy as np
import pytest
from scratchcore import gradcheck
from scratchcore.testing import assert_close
from t07_activations import prelu, relu

RELU = "scratch hint t07 relu"
PRELU = "scratch hint t07 prelu"


def test_relu_keeps_the_positive_and_passes_its_gradient(check):
    check(
        relu,
        lambda x: max(x, 0.0),
        lambda x: float(x > 0),
        "relu",
        why="relu is max(x, 0): slope 1 where x is positive, 0 where it is negative",
        hint=RELU,
    )


def test_relu_has_slope_0_at_its_kink(gradient):
    assert_close(
        gradient(relu, np.array([0.0, -0.0, 1e-300, -1e-300])),
        np.array([0.0, 0.0, 1.0, 0.0]),
        name="slopes at 0, -0 and next to it",
        why="at exactly 0 the slope is 0 by convention: a unit at rest must not be trained",
        hint=RELU,
    )


def test_relu_shows_nan_instead_of_hiding_it():
    assert_close(
        relu(np.array([np.nan, -1.0, np.inf, -np.inf])),
        np.array([np.nan, 0.0, np.inf, 0.0]),
        name="relu",
        why="a NaN must stay visible: turned into 0, a broken network looks healthy",
        hint=RELU,
    )


def test_relu_stops_infinite_gradients_too(gradient):
    assert_close(
        gradient(relu, np.array([-1.0, 2.0]), np.array([np.inf, 3.0])),
        np.array([0.0, 3.0]),
        name="gradient",
        why="where x is negative nothing flows, whatever comes in; inf * 0 would be NaN",
        hint=RELU,
    )


@pytest.mark.parametrize("shape", [(), (0, 5), (2, 3, 4)])
def test_relu_takes_any_shape(shape, gradient):
    x = np.full(shape, -1.5)
    why = "every value is negative, so all are 0, in the shape that came in"
    assert_close(relu(x), np.zeros(shape), name="relu", why=why, hint=RELU)
    assert gradient(relu, x).shape == shape, "the gradient has the shape of x"


def test_relu_works_on_arrays_that_are_not_contiguous(gradient):
    x = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]]).T
    why = "a transposed array has its values in another order in memory"
    assert_close(relu(x), [[1.0, 0.0], [0.0, 5.0], [3.0, 0.0]], name="relu of x.T", why=why)
    assert_close(gradient(relu, x), [[1, 0], [0, 1], [1, 0]], name="gradient", why=why, rtol=1e-9)


def test_prelu_has_one_slope_per_channel():
    x = np.array([[-2.0, -2.0, 1.0], [4.0, -6.0, -8.0]])
    assert_close(
        prelu(x, np.array([0.5, 0.1, 0.25])),
        [[-1.0, -0.2, 1.0], [4.0, -0.6, -2.0]],
        name="prelu",
        why="the weight of the column multiplies the negative values only",
        hint=PRELU,
    )


def test_prelu_takes_the_channels_from_axis_1():
    x = -np.ones((2, 3, 2))
    out = prelu(x, np.array([1.0, 2.0, 3.0]))
    expected = [[[-1.0] * 2, [-2.0] * 2, [-3.0] * 2]] * 2
    assert_close(out, expected, name="prelu of (2, 3, 2)", why="channels are axis 1", hint=PRELU)


def test_prelu_sums_its_weight_gradient_over_the_batch(gradients):
    x = np.array([[-2.0, 3.0], [-4.0, -1.0], [1.0, -5.0]])
    g = np.array([[1.0, 1.0], [2.0, 3.0], [7.0, 1.0]])
    for_x, for_weight = gradients(prelu, [x, np.array([0.5, 0.1])], g)
    assert_close(
        for_weight,
        [1 * -2 + 2 * -4, 3 * -1 + 1 * -5],
        name="gradient of the weight",
        why="one slope acts on the whole batch: sum g * x over the negative entries of its channel",
        hint=PRELU,
    )
    expected = [[0.5, 1.0], [1.0, 0.3], [7.0, 0.1]]
    assert_close(for_x, expected, name="gradient of x", why="slope 1 or the weight", hint=PRELU)


def test_prelu_shares_a_single_weight(gradients):
    x = np.array([[-2.0, 3.0], [-4.0, -1.0]])
    for_x, for_weight = gradients(prelu, [x, np.array([0.5])])
    why = "a single weight collects g * x over all negative entries: -2 - 4 - 1"
    assert_close(for_weight, [-7.0], name="gradient of the weight", why=why, hint=PRELU)
    assert_close(for_x, [[0.5, 1.0], [0.5, 0.5]], name="gradient of x", hint=PRELU)


def test_prelu_has_the_slope_of_its_weight_at_0(gradients):
    for_x, _ = gradients(prelu, [np.array([[0.0, 1.0]]), np.array([0.25])])
    why = "at 0 the weight is the slope, as in PyTorch"
    assert_close(for_x, [[0.25, 1.0]], name="gradient of x", why=why, hint=PRELU)


@pytest.mark.parametrize("shape", [(3, 5), (2, 5, 3), (5,)])
def test_prelu_passes_gradcheck(shape):
    x = np.random.default_rng(0).standard_normal(shape) + 0.01
    gradcheck(prelu, [x, np.linspace(-0.5, 1.5, 5)])
    gradcheck(prelu, [x, np.array([0.3])])


def test_prelu_leaves_its_arguments_alone(gradients):
    x, weight, g = np.array([[-1.0, 2.0]]), np.array([0.5, 0.25]), np.array([[3.0, 4.0]])
    gradients(prelu, [x, weight], g)
    why = "the argument was changed in place"
    for name, got, expected in [("x", x, [[-1, 2]]), ("weight", weight, [0.5, 0.25])]:
        assert_close(got, np.array(expected, float), name=name, why=why, hint=PRELU)
    assert_close(g, [[3.0, 4.0]], name="g", why=why, hint=PRELU)


def test_prelu_keeps_float32(gradients):
    x, weight = np.array([[-1.0, 2.0], [0.0, -1e4]], np.float32), np.array([0.5, 0.25], np.float32)
    out, (for_x, for_weight) = prelu(x, weight), gradients(prelu, [x, weight])
    why = "float32 in, float32 out, and gradients of float32 as well"
    for name, got, expected in [
        ("prelu", out, [[-0.5, 2.0], [0.0, -2500.0]]),
        ("gradient of x", for_x, [[0.5, 1.0], [0.5, 0.25]]),
        ("gradient of the weight", for_weight, [-1.0, -1e4]),
    ]:
        assert_close(got, np.array(expected, np.float32), name=name, why=why, hint=PRELU)


def test_prelu_of_an_empty_batch_trains_nothing(gradients):
    for_x, for_weight = gradients(prelu, [np.ones((0, 2)), np.array([0.5, 0.25])])
    assert for_x.shape == (0, 2), "an empty batch has an empty gradient"
    assert_close(for_weight, np.zeros(2), name="gradient of the weight", hint=PRELU)


def test_prelu_names_a_weight_of_the_wrong_length():
    with pytest.raises(ValueError, match=r"weight has shape \(4,\), expected \(1,\) or \(3,\)"):
        prelu(np.ones((2, 3)), np.ones(4))


def test_integers_are_refused():
    for call in (lambda x: relu(x), lambda x: prelu(x, np.ones(1))):
        with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
            call(np.ones((2, 4), np.int64))
