"""One random sign for the whole matrix: entries look right, but it only ever reflects."""

EXERCISE = "orthogonal_"
MESSAGE = "keeps the determinant"


def orthogonal_(tensor, gain=1.0, *, rng):
    shape = np.shape(tensor)
    if len(shape) < 2:
        raise ValueError(f"a matrix is expected, got shape {shape}")
    rows, cols = shape[0], math.prod(shape[1:])
    q, _ = np.linalg.qr(rng.normal(size=(max(rows, cols), min(rows, cols))))
    q *= rng.choice([-1.0, 1.0])
    return _fill(tensor, gain * (q if rows >= cols else q.T).reshape(shape))
