"""Every norm begins at 0: nothing passes the network."""

EXERCISE = "init_resnet_"
MESSAGE = "and 1 everywhere else"
CHANGES = [
    (
        "isinstance(module, Block) and module.residual",
        "isinstance(module, BatchNorm2d)",
    ),
    (
        "module.last_norm.weight",
        "module.weight",
    ),
]
