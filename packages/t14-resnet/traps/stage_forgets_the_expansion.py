"""The blocks after the first take width channels, but get four times as many."""

EXERCISE = "make_stage"
MESSAGE = "width * expansion"
CHANGES = [
    (
        "channels = width * block.expansion",
        "channels = width",
    ),
]
