"""Two halves: glu

The first half passes through a gate that the second half opens.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck
from scratchcore.testing import assert_close
from t07_activations import glu

HINT = "scratch hint t07 glu"


def logistic(x):
    return 1 / (1 + math.exp(-x))


def test_glu_lets_the_second_half_gate_the_first():
    out = glu(np.array([[2.0, -3.0, 0.0, 1.0], [1.0, 5.0, -2.0, 30.0]]))
    expected = [[2 * 0.5, -3 * logistic(1)], [logistic(-2), 5 * logistic(30)]]
    why = "x = (a, b) along the axis gives a * sigmoid(b): half as many values"
    assert_close(out, expected, name="glu", why=why, hint=HINT)


def test_glu_splits_the_axis_it_is_given():
    x = np.arange(8.0).reshape(4, 2) / 4
    expected = [[x[i, j] * logistic(x[i + 2, j]) for j in range(2)] for i in range(2)]
    why = "axis 0 has the rows 0, 1 for values and 2, 3 for gates"
    assert_close(glu(x, 0), expected, name="glu(x, 0)", why=why, hint=HINT)


def test_glu_sends_gradients_to_both_halves(gradient):
    x, g = np.array([[2.0, -3.0, 0.5, 1.0]]), np.array([[1.0, 4.0]])
    s, t = logistic(0.5), logistic(1.0)
    assert_close(
        gradient(glu, x, g),
        [[s, 4 * t, 2 * s * (1 - s), 4 * -3 * t * (1 - t)]],
        name="gradient",
        why="g * sigmoid(b) for a, g * a * s * (1 - s) for b, side by side in the shape of x",
        hint=HINT,
    )


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
def test_glu_passes_gradcheck_along_every_axis(axis):
    gradcheck(lambda t: glu(t, axis), np.random.default_rng(0).standard_normal((2, 4, 6)))


def test_glu_of_large_arguments_is_finite(gradient):
    x = np.array([[1e4, -1e4, 5.0, 7.0, 1e4, -1e4, 1e4, -1e4]])
    why = "a gate of 1e4 is open, one of -1e4 is shut; nothing overflows"
    assert_close(glu(x), [[1e4, 0.0, 5.0, 0.0]], name="glu", why=why, hint=HINT)
    expected = [[1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]]
    assert_close(gradient(glu, x), expected, name="gradient", why=why, hint=HINT)


def test_glu_leaves_input_and_gradient_alone(gradient):
    x, g = np.array([[2.0, 3.0]], np.float32), np.array([[4.0]], np.float32)
    assert gradient(glu, x, g).dtype == np.float32, "float32 in, float32 gradients"
    assert_close(x, np.array([[2.0, 3.0]], np.float32), name="x", why="changed in place")
    assert_close(g, np.array([[4.0]], np.float32), name="g", why="changed in place")
    assert glu(np.ones((0, 6))).shape == (0, 3), "an empty batch gives an empty batch of halves"


def test_glu_names_what_it_cannot_split():
    with pytest.raises(ValueError, match="axis 1 of x has odd size 3"):
        glu(np.ones((2, 3)), 1)
    for axis in (2, -3):
        with pytest.raises(ValueError, match=f"axis={axis} is out of range"):
            glu(np.ones((2, 4)), axis)
    with pytest.raises(TypeError, match="x has dtype int64, expected floats"):
        glu(np.ones((2, 4), np.int64))
