"""e**x / (1 + e**x) is inf / inf to the far right."""

EXERCISE = "sigmoid"
MESSAGE = "overflow"


@primitive(composite=naive_sigmoid)
def sigmoid(x):
    power = np.exp(x)
    out = power / (1 + power)
    return out, lambda g: (g * out * (1 - out),)
