"""The norm is taken over axis 0: of the weights that leave an input."""

EXERCISE = "max_norm_"
MESSAGE = "weights into unit i"
CHANGES = [
    (
        "rows = data.reshape(len(data), math.prod(data.shape[1:]))",
        "rows = data.reshape(len(data), -1).T",
    ),
    ("factors.reshape(-1, *[1] * (data.ndim - 1))", "np.resize(factors, data.shape[1:])"),
]
