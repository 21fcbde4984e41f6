"""zip without strict compares only as many pairs as the shorter list has."""

EXERCISE = "mse_loss"
MESSAGE = "have no mean squared difference"


def mse_loss(predictions, targets):
    squares = [(p - t) ** 2 for p, t in zip(predictions, targets, strict=False)]
    return sum(squares) / max(len(squares), 1)
