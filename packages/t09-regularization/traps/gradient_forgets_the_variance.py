"""Only the way through the mean is taken."""

EXERCISE = "batch_norm_backward"
MESSAGE = "move with every x"


def batch_norm_backward(g, x, mean, inv_std, weight, out=None):
    kept, axes = (-1, *[1] * (x.ndim - 2)), (0, *range(2, x.ndim))
    x_hat = (x - mean.reshape(kept)) * inv_std.reshape(kept)
    scale = (inv_std if weight is None else inv_std * weight).reshape(kept)
    centred = g - g.mean(axis=axes, keepdims=True)
    return centred * scale, (g * x_hat).sum(axis=axes), g.sum(axis=axes)
