"""0.5 + 0.5 * tanh(x / 2) rounds to 0 where e**x would still be a number."""

EXERCISE = "sigmoid"
MESSAGE = "rounds to 0 there"


@primitive(composite=naive_sigmoid)
def sigmoid(x):
    out = 0.5 + 0.5 * np.tanh(x / 2)
    return out, lambda g: (g * out * (1 - out),)
