"""The own class gains, but the rival keeps what misled it."""

EXERCISE = "multiclass_pass"
MESSAGE = "Only the own class and the rival move"
CHANGES = [
    ("W[scores[first].argmax()] -= row\n", ""),
]
