"""The norm comes before the depthwise part."""

EXERCISE = "ConvNeXtBlock.forward"
MESSAGE = "a norm after the depthwise"
CHANGES = [
    (
        "self.norm(self.depthwise(x))",
        "self.depthwise(self.norm(x))",
    ),
]
