"""Gradients measured instead of derived."""

import math

from t02_autograd.value import Value


def gradient_check(function, inputs, *, step=1e-5):  # exercise
    """Return the largest error of backward() in function(*inputs), judged by central differences.

    Numbers among the inputs become Values. Each is moved by `step * max(1, |x|)` either way; the
    parameters of a network can be inputs, because `data` and `grad` are put back in the end. The
    error of a derivative d that measures as m is |d - m| / max(1, |d|, |m|): below 1e-6 where
    backward() is right. A NaN in d or m makes the result NaN.
    """
    inputs = [x if isinstance(x, Value) else Value(x) for x in inputs]
    before = [(x.data, x.grad) for x in inputs]
    worst = 0.0
    try:
        for x in inputs:
            x.grad = 0.0
        function(*inputs).backward()
        for x, (centre, _) in zip(inputs, before, strict=True):
            h = step * max(1.0, abs(centre))
            x.data = centre + h
            above = function(*inputs).data
            x.data = centre - h
            below = function(*inputs).data
            x.data = centre
            measured = (above - below) / (2 * h)
            error = abs(x.grad - measured) / max(1.0, abs(x.grad), abs(measured))
            if error > worst or math.isnan(error):  # max() would drop a NaN
                worst = error
    finally:
        for x, (data, grad) in zip(inputs, before, strict=True):
            x.data, x.grad = data, grad
    return worst
