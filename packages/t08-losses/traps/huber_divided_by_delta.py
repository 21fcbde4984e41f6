"""The loss is divided by delta: that is smooth L1 with beta = delta."""

EXERCISE = "huber"
MESSAGE = "beyond, delta (|d| - delta / 2)"
CHANGES = [
    (
        "loss, backward = finish(loss, slope, reduction)",
        "loss, backward = finish(loss / delta, slope / delta, reduction)",
    ),
]
