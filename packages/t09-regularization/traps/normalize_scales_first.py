"""x * inv_std - mean * inv_std: both are as large as the mean, and rounded."""

EXERCISE = "normalize"
MESSAGE = "x - mean is small"


def normalize(x, mean, inv_std, weight, bias, out=None):
    scale = inv_std if weight is None else inv_std * weight
    shift = -mean * scale if bias is None else bias - mean * scale
    kept = (-1, *[1] * (x.ndim - 2))
    return x * scale.astype(x.dtype).reshape(kept) + shift.astype(x.dtype).reshape(kept)
