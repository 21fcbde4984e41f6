"""NaN > 0 is false, so a broken value turns into a healthy 0."""

EXERCISE = "relu"
MESSAGE = "a NaN must stay visible"


@primitive(composite=naive_relu)
def relu(x):
    positive = x > 0
    return np.where(positive, x, 0), lambda g: (np.where(positive, g, 0),)
