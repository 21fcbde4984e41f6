"""relu is not passed on."""

EXERCISE = "BatchNorm2d.forward"
MESSAGE = "residual and relu are handed on"
CHANGES = [
    (
        "relu=relu",
        "relu=False",
    ),
]
