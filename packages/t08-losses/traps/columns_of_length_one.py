"""Each feature is scaled over the batch instead of each vector."""

EXERCISE = "similarities"
MESSAGE = "with vectors of length 1"
CHANGES = [
    (
        "axis=1, keepdims=True",
        "axis=0, keepdims=True",
    ),
]
