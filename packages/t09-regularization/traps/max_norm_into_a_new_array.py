"""The bounded weights are a new array; the one the optimizer holds stays."""

EXERCISE = "max_norm_"
MESSAGE = "weights into unit i"


def max_norm_(weight, max_norm):
    if not max_norm > 0:
        raise ValueError(f"max_norm must be positive, got {max_norm}")
    data = weight.data if isinstance(weight, Tensor) else weight
    norms = np.sqrt((data * data).sum(axis=tuple(range(1, data.ndim)), keepdims=True))
    data = data * (max_norm / np.maximum(norms, max_norm))
    return weight
