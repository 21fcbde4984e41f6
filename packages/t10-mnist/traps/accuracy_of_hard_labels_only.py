"""Mixed labels are compared element by element instead of by their highest probability."""

EXERCISE = "accuracy"
MESSAGE = "mixed labels count"


def accuracy(scores, target):
    scores, target = _array(scores), _array(target)
    if len(scores) == 0 or len(np.atleast_1d(target)) != len(scores):
        raise ValueError(f"accuracy needs one target for each row of scores, got {target.shape}")
    best = scores.argmax(axis=1)
    highest = scores[np.arange(len(scores)), best]
    target = target if target.ndim == 1 else target[:, 0]
    return float(np.mean((best == target) & ~np.isnan(highest)))
