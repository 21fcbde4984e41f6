"""The shortcut is forgotten."""

EXERCISE = "Bottleneck.forward"
MESSAGE = "in front of the addition"
CHANGES = [
    (
        "residual=self.shortcut(x), relu",
        "relu",
    ),
]
