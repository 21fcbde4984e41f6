"""The bias is scaled together with x."""

EXERCISE = "normalize"
MESSAGE = "inv_std * weight + bias"


def normalize(x, mean, inv_std, weight, bias, out=None):
    kept = (-1, *[1] * (x.ndim - 2))
    out = (x - mean.astype(x.dtype).reshape(kept)) * inv_std.astype(x.dtype).reshape(kept)
    out = out if bias is None else out + bias.reshape(kept)
    return out if weight is None else out * weight.reshape(kept)
