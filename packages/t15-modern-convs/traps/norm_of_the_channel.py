"""Mean and variance are taken per channel, over the batch and the pixels."""

EXERCISE = "ChannelNorm.forward"
MESSAGE = "channels of a pixel"
CHANGES = [
    (
        "np.mean(x, axis=1, keepdims=True)",
        "np.mean(x, axis=(0, 2, 3), keepdims=True)",
    ),
    (
        "np.mean(centred * centred, axis=1, keepdims=True)",
        "np.mean(centred * centred, axis=(0, 2, 3), keepdims=True)",
    ),
]
