"""Mean and variance are taken over the whole picture."""

EXERCISE = "ChannelNorm.forward"
MESSAGE = "channels of a pixel"
CHANGES = [
    (
        "np.mean(x, axis=1, keepdims=True)",
        "np.mean(x, axis=(1, 2, 3), keepdims=True)",
    ),
    (
        "np.mean(centred * centred, axis=1, keepdims=True)",
        "np.mean(centred * centred, axis=(1, 2, 3), keepdims=True)",
    ),
]
