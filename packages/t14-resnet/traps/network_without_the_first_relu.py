"""The stem's norm is not cut off."""

EXERCISE = "ResNet.forward"
MESSAGE = "conv1, bn1, ReLU"
CHANGES = [
    (
        "self.bn1(self.conv1(x), relu=True)",
        "self.bn1(self.conv1(x))",
    ),
]
