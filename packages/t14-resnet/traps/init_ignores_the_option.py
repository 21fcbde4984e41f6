"""The last gammas are 0 even if not asked for."""

EXERCISE = "init_resnet_"
MESSAGE = "if asked for"
CHANGES = [
    (
        " and zero_last_gamma:",
        ":",
    ),
]
