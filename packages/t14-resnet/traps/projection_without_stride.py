"""The projection keeps the size of the picture, the block does not."""

EXERCISE = "projection"
MESSAGE = "at every second one with stride 2"
CHANGES = [
    (
        "out_channels, 1, stride, bias",
        "out_channels, 1, 1, bias",
    ),
]
