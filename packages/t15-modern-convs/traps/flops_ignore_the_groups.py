"""Every kernel is counted with all channels."""

EXERCISE = "conv_flops"
MESSAGE = "channels per kernel"
CHANGES = [
    (
        "conv_parameters(in_channels, out_channels, kernel_size, groups, bias=False)",
        "conv_parameters(in_channels, out_channels, kernel_size, bias=False)",
    ),
]
