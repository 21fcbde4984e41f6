"""The shortcut begins behind the expansion."""

EXERCISE = "InvertedResidual.forward"
MESSAGE = "plus x"
CHANGES = [
    (
        "return x + out if self.shortcut else out",
        "return 2 * out if self.shortcut else out",
    ),
]
