"""The shortcut is forgotten: a plain network that says it is residual."""

EXERCISE = "BasicBlock.forward"
MESSAGE = "in front of the addition"
CHANGES = [
    (
        "residual=self.shortcut(x), relu",
        "relu",
    ),
]
