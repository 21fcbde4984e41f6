"""keepdims is ignored."""

EXERCISE = "Arithmetic.reduce"
MESSAGE = "keepdims keeps the reduced axis"
CHANGES = [
    ("if keepdims or k in kept", "if k in kept"),
]
