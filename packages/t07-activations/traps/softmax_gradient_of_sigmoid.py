"""p * (1 - p) * g: only the diagonal of the Jacobian."""

EXERCISE = "softmax"
MESSAGE = "each p depends on every x"


@primitive(composite=naive_softmax)
def softmax(x, axis=-1):
    out = exponential(safe_scores(floats(x), axis))
    out /= sum_along(out, axis)
    return out, lambda g: (g * out * (1 - out),)
