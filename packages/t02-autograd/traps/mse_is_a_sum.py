"""The squares are summed and not averaged, so the right lr depends on the number of points."""

EXERCISE = "mse_loss"
MESSAGE = "divided by the number of predictions"


def mse_loss(predictions, targets):
    if len(predictions) != len(targets) or len(predictions) == 0:
        raise ValueError(f"got {len(predictions)} predictions and {len(targets)} targets")
    return sum((p - t) ** 2 for p, t in zip(predictions, targets, strict=True))
