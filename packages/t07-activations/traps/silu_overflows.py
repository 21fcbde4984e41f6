"""x / (1 + e**-x) as it is written."""

EXERCISE = "silu"
MESSAGE = "overflow"


@primitive(composite=naive_silu)
def silu(x):
    gate = 1 / (1 + np.exp(-x))
    return x * gate, lambda g: (g * (gate + x * gate * (1 - gate)),)
