"""Two linear layers in a row."""

EXERCISE = "BasicBlock.forward"
MESSAGE = "in front of the addition"
CHANGES = [
    (
        "self.bn1(self.conv1(x), relu=True)",
        "self.bn1(self.conv1(x))",
    ),
]
