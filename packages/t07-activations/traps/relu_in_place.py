"""The negative values are cut off in the caller's own array."""

EXERCISE = "relu"
MESSAGE = "the input was changed in place"


@primitive(composite=naive_relu)
def relu(x):
    mask = x > 0
    if x.ndim:
        x[x < 0] = 0
    return np.maximum(x, 0), lambda g: (np.where(mask, g, 0),)
