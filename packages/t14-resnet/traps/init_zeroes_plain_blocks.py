"""Plain blocks get a gamma of 0 too: their output is 0."""

EXERCISE = "init_resnet_"
MESSAGE = "without a shortcut a gamma of 0"
CHANGES = [
    (
        "isinstance(module, Block) and module.residual and",
        "isinstance(module, Block) and",
    ),
]
