"""The stem's max pool is left out."""

EXERCISE = "ResNet.forward"
MESSAGE = "max pool where there is one"
CHANGES = [
    (
        "out = out if self.maxpool is None else self.maxpool(out)\n",
        "pass\n",
    ),
]
