"""The gate is a sigmoid, which makes it a silu."""

EXERCISE = "mish"
MESSAGE = "tanh(softplus(x))"


@primitive(composite=naive_mish)
def mish(x):
    gate = sigmoid(x)
    return x * gate, lambda g: (g * (gate + x * gate * (1 - gate)),)
