"""The gate is treated as a constant factor."""

EXERCISE = "silu"
MESSAGE = "the product rule"


@primitive(composite=naive_silu)
def silu(x):
    gate = sigmoid(x)
    return x * gate, lambda g: (g * gate,)
