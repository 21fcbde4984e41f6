"""A small number inside the logarithm hides log(0) and makes -2e4 a -27."""

EXERCISE = "log_softmax"
MESSAGE = "never form the quotient"


@primitive(composite=naive_log_softmax)
def log_softmax(x, axis=-1):
    p = softmax(x, axis)
    return np.log(p + 1e-12), lambda g: (g - p * g.sum(axis=axis, keepdims=True),)
