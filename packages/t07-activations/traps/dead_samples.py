"""The wrong axis is reduced: samples are counted instead of units."""

EXERCISE = "dead_units"
MESSAGE = "units 0 and 3 have slope 0"


def dead_units(activation, x, tolerance=0.0):
    values = np.asarray(x.data if isinstance(x, Tensor) else x)
    if values.ndim < 2 or not len(values):
        raise ValueError(f"x has shape {values.shape}, expected (B, units, ...) with B at least 1")
    leaf = Tensor(values, requires_grad=True)
    with enable_grad():
        slope = grad(activation(leaf), leaf, np.ones_like(values)).data
    return (np.abs(slope) <= tolerance).all(axis=tuple(range(1, values.ndim)))
