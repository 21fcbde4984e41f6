"""The deviation keeps activations, not gradients."""

EXERCISE = "init_resnet_"
MESSAGE = "gradients keep their size"
CHANGES = [
    (
        'mode="fan_out"',
        'mode="fan_in"',
    ),
]
