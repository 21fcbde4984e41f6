"""relu takes the place of gelu."""

EXERCISE = "ConvNeXtBlock.forward"
MESSAGE = "project(gelu("
CHANGES = [
    (
        "gelu(self.expand(",
        "relu(self.expand(",
    ),
]
