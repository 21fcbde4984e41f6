"""float64 statistics make the output of a float32 network float64."""

EXERCISE = "normalize"
MESSAGE = "float32 in, float32 out"


def normalize(x, mean, inv_std, weight, bias, out=None):
    kept = (-1, *[1] * (x.ndim - 2))
    out = (x - mean.reshape(kept)) * inv_std.reshape(kept)
    out = out if weight is None else out * weight.reshape(kept)
    return out if bias is None else out + bias.reshape(kept)
