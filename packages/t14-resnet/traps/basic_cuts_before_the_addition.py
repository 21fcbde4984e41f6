"""ReLU before the addition: the block can only add, never take away."""

EXERCISE = "BasicBlock.forward"
MESSAGE = "in front of the addition"


def forward(self, x):
    out = self.bn1(self.conv1(x), relu=True)
    out = self.bn2(self.conv2(out), relu=True)
    shortcut = self.shortcut(x)
    return out if shortcut is None else out + shortcut
