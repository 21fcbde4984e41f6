"""Only one axis of the output is counted."""

EXERCISE = "conv_flops"
MESSAGE = "operations of"
CHANGES = [
    (
        "out_h * out_w",
        "out_w * out_w",
    ),
]
