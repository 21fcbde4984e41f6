"""What every step checks of an elementwise activation."""

import numpy as np
import pytest
from scratchcore import grad, gradcheck, tensor
from scratchcore.testing import assert_close

LARGE = (1e4, -1e4, 750.0, -750.0, 95.0, -95.0)


def pull(function, x, g=None):
    """Return the gradient for `x` of function(x) when `g`, or ones, flow in."""
    leaf = tensor(x, requires_grad=True)
    out = function(leaf)
    return grad(out, leaf, np.ones_like(out.data) if g is None else g).data


@pytest.fixture
def check():
    """Return a function that compares values and slopes with formulas in Python floats."""

    def compare(function, value, slope, name, **notes):
        x = np.array([[-4.0, -1.5, -0.25], [0.4, 1.0, 2.5], [6.0, -7.5, 0.01]])
        g = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0], [2.0, 1.5, -0.5]])
        before, g_before = x.copy(), g.copy()
        slopes = [[slope(v) for v in row] for row in x.tolist()]
        expected = [[value(v) for v in row] for row in x.tolist()]
        assert_close(function(x), expected, name=name, **notes)
        got = pull(function, x, g)
        assert_close(got, g * slopes, name=f"gradient of {name}", **notes)
        assert_close(x, before, name=f"x after {name}", why="the input was changed in place")
        assert_close(g, g_before, name=f"g after {name}", why="the gradient was changed in place")
        gradcheck(function, x)
        assert function(x.astype(np.float32)).dtype == np.float32, f"{name} of float32 is float32"

    return compare


@pytest.fixture
def check_large():
    """Return a function that compares values and slopes at arguments up to 1e4 in size."""

    def compare(function, values, slopes, name, **notes):
        for dtype in (np.float64, np.float32):
            x = np.array(LARGE, dtype)
            label = f"{name} of large {dtype.__name__}"
            tolerance = {"rtol": 1e-5, "atol": 1e-6}
            assert_close(function(x), np.array(values, dtype), name=label, **tolerance, **notes)
            got = pull(function, x)
            label = f"gradient of {label}"
            assert_close(got, np.array(slopes, dtype), name=label, **tolerance, **notes)

    return compare


@pytest.fixture
def gradient():
    """Return pull(function, x, g=ones)."""
    return pull
