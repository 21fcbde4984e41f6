"""Nothing is cut off after the addition."""

EXERCISE = "BasicBlock.forward"
MESSAGE = "in front of the addition"
CHANGES = [
    (
        "residual=self.shortcut(x), relu=True",
        "residual=self.shortcut(x)",
    ),
]
