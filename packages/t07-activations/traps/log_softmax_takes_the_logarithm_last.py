"""log(softmax(x)) is log(0) where a probability has rounded to 0."""

EXERCISE = "log_softmax"
MESSAGE = "divide by zero"


@primitive(composite=naive_log_softmax)
def log_softmax(x, axis=-1):
    p = softmax(x, axis)
    return np.log(p), lambda g: (g - p * g.sum(axis=axis, keepdims=True),)
