"""Every groups-th channel makes a group: the channels are dealt out like cards."""

EXERCISE = "conv2d_grouped"
MESSAGE = "kernel 0 sees the first"
CHANGES = [
    (
        "x[:, k * inputs : (k + 1) * inputs]",
        "x[:, k::groups]",
    ),
]
