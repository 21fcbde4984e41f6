"""The loss is computed from `.data`: its value is right and no gradient reaches the network."""

EXERCISE = "mse_loss"
MESSAGE = "2 (p - t) / n"


def mse_loss(predictions, targets):
    if len(predictions) != len(targets) or len(predictions) == 0:
        raise ValueError(f"got {len(predictions)} predictions and {len(targets)} targets")
    pairs = zip(predictions, targets, strict=True)
    mean = sum((p.data - t) ** 2 for p, t in pairs) / len(targets)
    return predictions[0] * 0.0 + mean
