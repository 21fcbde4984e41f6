"""The weight's gradient is a mean over the batch."""

EXERCISE = "prelu"
MESSAGE = "one slope acts on the whole batch"
CHANGES = [
    (
        "unbroadcast(g * negative, shape).reshape(weight.shape)",
        "unbroadcast(g * negative, shape).reshape(weight.shape) / len(x)",
    ),
]
