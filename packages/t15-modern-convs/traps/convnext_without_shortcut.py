"""The shortcut is missing."""

EXERCISE = "ConvNeXtBlock.forward"
MESSAGE = "x + gamma"
CHANGES = [
    (
        "return x + out",
        "return out",
    ),
]
