"""Padding is added to the output instead of cut off."""

EXERCISE = "transposed_size"
MESSAGE = "span of the last stamp"
CHANGES = [
    (
        "- sum(padding)",
        "+ sum(padding)",
    ),
]
