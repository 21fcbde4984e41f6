"""The gradient is averaged over all places."""

EXERCISE = "conv2d_bias_gradient"
MESSAGE = "the sum of g over pictures"


def conv2d_bias_gradient(g):
    return g.mean(axis=(0, 2, 3)) if g.size else np.zeros(g.shape[1], g.dtype)
