"""One size too many is allowed."""

EXERCISE = "output_padding_for"
MESSAGE = "DID NOT RAISE"
CHANGES = [
    (
        "< smallest + stride:",
        "<= smallest + stride:",
    ),
]
