"""The comparison includes 0, so a unit at rest is trained."""

EXERCISE = "relu"
MESSAGE = "at exactly 0 the slope is 0"


@primitive(composite=naive_relu)
def relu(x):
    out = np.maximum(x, 0)
    return out, lambda g: (np.where(x >= 0, g, 0),)
