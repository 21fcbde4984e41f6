"""The factor of ReLU is missing."""

EXERCISE = "init_resnet_"
MESSAGE = "sqrt(2 / fan_out)"
CHANGES = [
    (
        'nonlinearity="relu"',
        'nonlinearity="linear"',
    ),
]
