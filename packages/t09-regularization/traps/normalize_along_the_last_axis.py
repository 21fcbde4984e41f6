"""The channels are looked for in the last axis."""

EXERCISE = "normalize"
MESSAGE = "axis 1"


def normalize(x, mean, inv_std, weight, bias, out=None):
    if x.ndim > 2 and x.shape[-1] != len(mean):
        mean, inv_std = np.resize(mean, x.shape[-1]), np.resize(inv_std, x.shape[-1])
        weight = None if weight is None else np.resize(weight, x.shape[-1])
        bias = None if bias is None else np.resize(bias, x.shape[-1])
    out = (x - mean.astype(x.dtype)) * inv_std.astype(x.dtype)
    out = out if weight is None else out * weight
    return out if bias is None else out + bias
