"""momentum is understood as the share of the old statistics."""

EXERCISE = "batch_norm2d"
MESSAGE = "0.75 of the old"
CHANGES = [
    (
        "count, momentum)",
        "count, 1 - momentum)",
    ),
]
