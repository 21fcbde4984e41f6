"""relu takes the place of relu6."""

EXERCISE = "InvertedResidual.forward"
MESSAGE = "depthwise, norm, relu6"
CHANGES = [
    (
        "out = relu6(self.depthwise_norm(self.depthwise(out)))",
        "out = relu(self.depthwise_norm(self.depthwise(out)))",
    ),
]
