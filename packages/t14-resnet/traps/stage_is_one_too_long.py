"""The first block isn't counted."""

EXERCISE = "make_stage"
MESSAGE = "blocks, expected"
CHANGES = [
    (
        "range(count - 1)",
        "range(count)",
    ),
]
