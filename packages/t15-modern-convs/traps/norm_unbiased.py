"""The variance divides by C - 1."""

EXERCISE = "ChannelNorm.forward"
MESSAGE = "divides by the number of channels"
CHANGES = [
    (
        "var = np.mean(centred * centred, axis=1, keepdims=True)",
        "var = np.sum(centred * centred, axis=1, keepdims=True) / max(1, x.shape[1] - 1)",
    ),
]
