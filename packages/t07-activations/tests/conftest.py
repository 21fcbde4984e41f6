"""What every step checks of an activation."""

from contextlib import contextmanager

import numpy as np
import pytest
from scratchcore import grad, gradcheck, primitive, tensor
from scratchcore.testing import assert_close

LARGE = (1e4, -1e4, 750.0, -750.0, 95.0, -95.0)


@primitive()
def watched(x):
    """Return `x`, and check the gradient that arrives for it as the activation made it."""

    def backward(g):
        got, expected = g.shape, x.shape
        assert got == expected, (
            f"backward made a gradient of shape {got} for an argument of shape {expected}; it "
            "returns a tuple with one gradient per array, in that array's shape: `return (gx,)`"
        )
        got, expected = g.dtype.name, x.dtype.name
        assert got == expected, (
            f"backward made a gradient of {got} for an argument of {expected}: np.zeros(shape) and "
            "NumPy numbers such as np.sqrt(2 * np.pi) are float64, math.sqrt and zeros_like are not"
        )
        return (g,)

    return x, backward


def pull_all(function, arrays, g=None):
    """Return the gradients for all `arrays` of function(*arrays) when `g`, or ones, flow in."""
    leaves = [tensor(a, requires_grad=True) for a in arrays]
    out = function(*map(watched, leaves))
    before = out.data.copy()
    g = np.ones_like(before) if g is None else g
    first, again = (
        [found.data for found in grad(out, leaves, g, retain_graph=True)] for _ in range(2)
    )
    why = "backward worked in place on an array that the forward pass had saved: make a new one"
    assert_close(out.data, before, name="the result after a backward pass", why=why)
    for one, two in zip(first, again, strict=True):
        assert_close(two, one, name="the gradient of a second backward pass", why=why)
    return first


def pull(function, x, g=None):
    """Return the gradient for `x` of function(x) when `g`, or ones, flow in."""
    return pull_all(function, [x], g)[0]


@contextmanager
def explained(why=""):
    """Add the reason to a warning of NumPy, which is an error here."""
    try:
        yield
    except RuntimeWarning as warning:
        warning.args = (f"{warning}: {why}",)
        raise


@pytest.fixture
def check():
    """Return a function that compares values and slopes with formulas in Python floats."""

    def compare(function, value, slope, name, **notes):
        x = np.array([[-4.0, -1.5, -0.25], [0.4, 1.0, 2.5], [6.0, -7.5, 0.01]])
        g = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0], [2.0, 1.5, -0.5]])
        before, g_before = x.copy(), g.copy()
        slopes = np.array([[slope(v) for v in row] for row in x.tolist()])
        expected = np.array([[value(v) for v in row] for row in x.tolist()])
        assert_close(function(x), expected, name=name, **notes)
        assert_close(pull(function, x, g), g * slopes, name=f"gradient of {name}", **notes)
        assert_close(x, before, name=f"x after {name}", why="the input was changed in place")
        assert_close(g, g_before, name=f"g after {name}", why="the gradient was changed in place")
        gradcheck(function, x)
        x, g, slopes = (a.astype(np.float32) for a in (x, g, slopes))
        narrow, label = expected.astype(np.float32), f"{name} of float32"
        assert_close(function(x), narrow, name=label, rtol=1e-5, **notes)
        assert_close(pull(function, x, g), g * slopes, name=f"gradient of {label}", **notes)
        for shape in ((), (1,)):
            x, label = np.full(shape, 2.5), f"{name} of an array of shape {shape}"
            assert_close(np.asarray(function(x)), np.full(shape, value(2.5)), name=label)
            assert_close(pull(function, x), np.full(shape, slope(2.5)), name=f"gradient of {label}")

    return compare


@pytest.fixture
def check_large():
    """Return a function that compares values and slopes at arguments up to 1e4 in size."""

    def compare(function, values, slopes, name, **notes):
        for dtype in (np.float64, np.float32):
            x = np.array(LARGE, dtype)
            label = f"{name} of large {dtype.__name__}"
            tolerance = {"rtol": 1e-5, "atol": 1e-6}
            with explained(notes.get("why", "")):
                out, got = function(x), pull(function, x)
            assert_close(out, np.array(values, dtype), name=label, **tolerance, **notes)
            label = f"gradient of {label}"
            assert_close(got, np.array(slopes, dtype), name=label, **tolerance, **notes)

    return compare


@pytest.fixture
def gradient():
    """Return pull(function, x, g=ones)."""
    return pull


@pytest.fixture
def gradients():
    """Return pull_all(function, arrays, g=ones)."""
    return pull_all
