"""What the graded tests share: a loss with the gradients of its inputs."""

import numpy as np
import pytest
from scratchcore import primitive, tensor


@primitive()
def watched(x):
    """Return `x`, and check the gradient that arrives for it as the rule made it."""

    def backward(g):
        got, expected = g.shape, x.shape
        assert got == expected, f"a gradient of shape {got} arrives for an array of {expected}"
        got, expected = g.dtype.name, x.dtype.name
        assert got == expected, (
            f"a gradient of {got} arrives for an array of {expected}: np.zeros(shape) and NumPy "
            "numbers such as np.float64(2) widen float32; zeros_like and Python numbers do not"
        )
        return (g,)

    return x, backward


@pytest.fixture
def pull():
    """Return a function that gives (loss, gradient of each array) of `function(*arrays, *rest)`."""

    def run(function, *arrays, rest=(), g=None):
        tensors = [tensor(array, requires_grad=True) for array in arrays]
        loss = function(*map(watched, tensors), *rest)
        loss.backward(g)
        return (loss.data, *(t.grad for t in tensors))

    return run


@pytest.fixture
def stays_float32(pull):
    """Return a function that checks the dtype of loss and gradients of `function(*arrays)`."""

    def run(function, *arrays):
        loss, *_ = pull(function, *(array.astype(np.float32) for array in arrays))
        assert loss.dtype.name == "float32", f"float32 in, float32 out: the loss is {loss.dtype}"

    return run


@pytest.fixture
def slopes():
    """Return a function that gives the slopes of a scalar `function(x)` by central differences."""

    def run(function, x, eps=1e-6):
        gradient = np.zeros_like(x)
        for place in np.ndindex(x.shape):
            step = np.zeros_like(x)
            step[place] = eps
            gradient[place] = (float(function(x + step)) - float(function(x - step))) / (2 * eps)
        return gradient

    return run
