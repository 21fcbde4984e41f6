"""argmax over axis 0 asks which sample is best for a class, not which class for a sample."""

EXERCISE = "accuracy"
MESSAGE = "the highest scores are at 0, 2, 0, 1"


def accuracy(scores, target):
    scores, target = _array(scores), _array(target)
    if len(scores) == 0 or len(np.atleast_1d(target)) != len(scores):
        raise ValueError(f"accuracy needs one target for each row of scores, got {target.shape}")
    best = scores.argmax(axis=0)
    count = min(len(best), len(target))
    return float(np.mean(best[:count] == target[:count]))
