"""The bias's gradient is a mean over the batch instead of a sum."""

EXERCISE = "fixed_norm_backward"
MESSAGE = "the sum of g"


def fixed_norm_backward(g, x, mean, inv_std, weight, out=None):
    kept, axes = (-1, *[1] * (x.ndim - 2)), (0, *range(2, x.ndim))
    x_hat = (x - mean.reshape(kept)) * inv_std.reshape(kept)
    scale = (inv_std if weight is None else inv_std * weight).reshape(kept)
    return g * scale, (g * x_hat).sum(axis=axes), g.mean(axis=axes)
