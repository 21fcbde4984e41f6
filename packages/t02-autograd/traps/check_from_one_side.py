"""(f(x + h) - f(x)) / h is wrong by h, not by h**2."""

EXERCISE = "gradient_check"
MESSAGE = "central differences are exact for a parabola"


def gradient_check(function, inputs, *, step=1e-5):
    inputs = [x if isinstance(x, Value) else Value(x) for x in inputs]
    before = [(x.data, x.grad) for x in inputs]
    worst = 0.0
    try:
        for x in inputs:
            x.grad = 0.0
        out = function(*inputs)
        out.backward()
        for x, (centre, _) in zip(inputs, before, strict=True):
            h = step * max(1.0, abs(centre))
            x.data = centre + h
            measured = (function(*inputs).data - out.data) / h
            x.data = centre
            error = abs(x.grad - measured) / max(1.0, abs(x.grad), abs(measured))
            if error > worst or math.isnan(error):
                worst = error
    finally:
        for x, (data, grad) in zip(inputs, before, strict=True):
            x.data, x.grad = data, grad
    return worst
