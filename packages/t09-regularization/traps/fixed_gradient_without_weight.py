"""The weight is missing in the gradient of x."""

EXERCISE = "fixed_norm_backward"
MESSAGE = "g * inv_std * weight"


def fixed_norm_backward(g, x, mean, inv_std, weight, out=None):
    kept, axes = (-1, *[1] * (x.ndim - 2)), (0, *range(2, x.ndim))
    x_hat = (x - mean.reshape(kept)) * inv_std.reshape(kept)
    return g * inv_std.reshape(kept), (g * x_hat).sum(axis=axes), g.sum(axis=axes)
