"""Kernel j * C + c is taken for kernel j of channel c: the channels are repeated as a whole."""

EXERCISE = "depthwise_by_shifts"
MESSAGE = "output channel c * m + j is channel c"
CHANGES = [
    (
        "out = np.reshape(out, (x.shape[0], weight.shape[0], out_h, out_w))",
        "out = np.reshape(np.swapaxes(out, 1, 2), (x.shape[0], weight.shape[0], out_h, out_w))",
    ),
]
