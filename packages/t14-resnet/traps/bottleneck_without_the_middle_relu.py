"""No ReLU between the 3 x 3 and the last 1 x 1."""

EXERCISE = "Bottleneck.forward"
MESSAGE = "in front of the addition"
CHANGES = [
    (
        "self.bn2(self.conv2(out), relu=True)",
        "self.bn2(self.conv2(out))",
    ),
]
