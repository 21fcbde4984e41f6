"""What the graded tests share: a loss with the gradients of its inputs."""

import numpy as np
import pytest
from scratchcore import tensor


@pytest.fixture
def pull():
    """Return a function that gives (loss, gradient of each array) of `function(*arrays, *rest)`."""

    def run(function, *arrays, rest=(), g=None):
        tensors = [tensor(array, requires_grad=True) for array in arrays]
        loss = function(*tensors, *rest)
        loss.backward(g)
        return (loss.data, *(t.grad for t in tensors))

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
