"""Rows of length 1 are not yet orthogonal to each other."""

EXERCISE = "orthogonal_"
MESSAGE = "the shorter side is orthonormal"


def orthogonal_(tensor, gain=1.0, *, rng):
    shape = np.shape(tensor)
    if len(shape) < 2:
        raise ValueError(f"only a matrix can be orthogonal, got shape {shape}")
    values = rng.normal(size=(shape[0], math.prod(shape[1:])))
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return _fill(tensor, gain * values.reshape(shape))
