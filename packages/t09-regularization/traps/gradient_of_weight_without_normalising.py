"""The weight's gradient takes x where x_hat was multiplied."""

EXERCISE = "batch_norm_backward"
MESSAGE = "out = x_hat * weight + bias"


def batch_norm_backward(g, x, mean, inv_std, weight, out=None):
    kept, axes = (-1, *[1] * (x.ndim - 2)), (0, *range(2, x.ndim))
    x_hat = (x - mean.reshape(kept)) * inv_std.reshape(kept)
    scale = (inv_std if weight is None else inv_std * weight).reshape(kept)
    inner = g - g.mean(axis=axes, keepdims=True)
    inner = inner - x_hat * (g * x_hat).mean(axis=axes, keepdims=True)
    return inner * scale, (g * x).sum(axis=axes), g.sum(axis=axes)
