"""A unit is called dead where its output is 0, whatever its slope is."""

EXERCISE = "dead_units"
MESSAGE = "slopes of at most 1e-4"


def dead_units(activation, x, tolerance=0.0):
    values = np.asarray(x.data if isinstance(x, Tensor) else x)
    if values.ndim < 2 or not len(values):
        raise ValueError(f"x has shape {values.shape}, expected (B, units, ...) with B at least 1")
    others = tuple(axis for axis in range(values.ndim) if axis != 1)
    return (np.abs(activation(values)) <= tolerance).all(axis=others)
