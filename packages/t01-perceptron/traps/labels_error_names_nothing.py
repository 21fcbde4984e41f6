"""The error says that something is wrong, but not what."""

EXERCISE = "check_labels"
MESSAGE = "must name the argument, y"


def check_labels(y, rows):
    y = np.asarray(y)
    if y.shape != (rows,):
        raise ValueError(f"y must have shape ({rows},), got {y.shape}")
    if not set(y.tolist()) <= {-1, 1}:
        raise ValueError("invalid labels")
    return y.astype(np.float64)
