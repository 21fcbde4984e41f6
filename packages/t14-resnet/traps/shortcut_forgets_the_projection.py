"""x itself is added where its shape differs."""

EXERCISE = "Block.shortcut"
MESSAGE = "brings x into the shape"
CHANGES = [
    (
        "x if self.downsample is None else self.downsample(x)",
        "x",
    ),
]
