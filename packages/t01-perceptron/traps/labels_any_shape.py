"""The shape is not looked at: a column (N, 1) broadcasts into an N x N table later."""

EXERCISE = "check_labels"
MESSAGE = "hide a mix-up"


def check_labels(y, rows):
    y = np.asarray(y)
    strange = [label for label in np.unique(y) if label not in (-1, 1)]
    if strange:
        raise ValueError(f"y must hold only the labels -1 and +1; got {strange}")
    return y.astype(np.float64)
