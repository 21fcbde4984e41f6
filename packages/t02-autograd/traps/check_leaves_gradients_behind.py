"""Gradients are neither cleared before nor put back: the check changes what it measures."""

EXERCISE = "gradient_check"
MESSAGE = "gradients from before must not be counted"


def gradient_check(function, inputs, *, step=1e-5):
    inputs = [x if isinstance(x, Value) else Value(x) for x in inputs]
    function(*inputs).backward()
    worst = 0.0
    for x in inputs:
        centre = x.data
        h = step * max(1.0, abs(centre))
        x.data = centre + h
        above = function(*inputs).data
        x.data = centre - h
        below = function(*inputs).data
        x.data = centre
        measured = (above - below) / (2 * h)
        error = abs(x.grad - measured) / max(1.0, abs(x.grad), abs(measured))
        if error > worst or math.isnan(error):
            worst = error
    return worst
