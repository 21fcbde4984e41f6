"""The slope of softplus inside the tanh is forgotten."""

EXERCISE = "mish"
MESSAGE = "* sigmoid(x)"


@primitive(composite=naive_mish)
def mish(x):
    gate = np.tanh(np.logaddexp(0, x))
    return x * gate, lambda g: (g * (gate + x * (1 - gate * gate)),)
