"""The bias is an argument that nobody reads."""

EXERCISE = "linear"
MESSAGE = "row o of weight belongs to output o"
CHANGES = [
    ("out += bias", "pass"),
]
