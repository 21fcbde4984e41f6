"""Group i gets the channels i, i + G, i + 2 G: channel shuffle, not group norm."""

EXERCISE = "group_norm_naive"
MESSAGE = "C / num_groups neighbouring channels"


def group_norm_naive(x, num_groups, weight=None, bias=None, *, eps=1e-5):
    rows = np.reshape(x, (x.shape[0], -1, num_groups, *x.shape[2:]))
    axes = (1, *range(3, rows.ndim))
    mean = np.mean(rows, axis=axes, keepdims=True)
    var = np.var(rows, axis=axes, keepdims=True)
    out = np.reshape((rows - mean) / np.sqrt(var + eps), x.shape)
    kept = (-1,) + (1,) * (x.ndim - 2)
    out = out if weight is None else out * np.reshape(weight, kept)
    return out if bias is None else out + np.reshape(bias, kept)
