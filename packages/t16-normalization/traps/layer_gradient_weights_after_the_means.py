"""The weight is multiplied in at the end, as in batch norm, where a mean has one weight."""

EXERCISE = "layer_norm_backward"
MESSAGE = "with h = g * weight"


def layer_norm_backward(g, x_hat, inv_std, weight):
    centred = g - g.mean(axis=1, keepdims=True)
    centred = centred - x_hat * (g * x_hat).mean(axis=1, keepdims=True)
    scaled = centred * inv_std[:, None].astype(g.dtype)
    scaled = scaled if weight is None else scaled * weight
    return scaled, (g * x_hat).sum(axis=0), g.sum(axis=0)
