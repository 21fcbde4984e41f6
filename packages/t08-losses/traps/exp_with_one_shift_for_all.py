"""The maximum of the whole array is subtracted: rows far below it underflow."""

EXERCISE = "exponentials"
MESSAGE = "maximum of the whole array"
CHANGES = [
    (
        "raw(x).max(axis=1, keepdims=True)",
        "raw(x).max()",
    ),
]
