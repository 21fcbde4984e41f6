"""Anything above 0 becomes +1, the rest -1: classes 1 and 2 melt into one, NaN is a no."""

EXERCISE = "check_labels"
MESSAGE = "hide a mix-up"


def check_labels(y, rows):
    y = np.asarray(y)
    if y.shape != (rows,):
        raise ValueError(f"y must have shape ({rows},), got {y.shape}")
    return np.where(
        np.array([label > 0 if not isinstance(label, str) else False for label in y]), 1.0, -1.0
    )
