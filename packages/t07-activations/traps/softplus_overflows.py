"""log(1 + e**x) as it is written."""

EXERCISE = "softplus"
MESSAGE = "overflow"


@primitive(composite=naive_softplus)
def softplus(x, beta=1.0, threshold=20.0):
    if not beta > 0:
        raise ValueError(f"beta must be positive, got {beta}")
    out = np.where(x * beta > threshold, x, np.log(1 + np.exp(beta * x)) / beta)
    return out, lambda g: (g * np.where(x * beta > threshold, 1, sigmoid(beta * x)),)
