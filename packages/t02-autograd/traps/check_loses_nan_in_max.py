"""`max` compares with `>`, which is False for NaN: a NaN gradient passes the check."""

EXERCISE = "gradient_check"
MESSAGE = "drops a NaN"


def gradient_check(function, inputs, *, step=1e-5):
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
            worst = max(worst, abs(x.grad - measured) / max(1.0, abs(x.grad), abs(measured)))
    finally:
        for x, (data, grad) in zip(inputs, before, strict=True):
            x.data, x.grad = data, grad
    return worst
