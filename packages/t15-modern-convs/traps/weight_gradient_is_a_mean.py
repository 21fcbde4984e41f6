"""The gradient is averaged over the rows."""

EXERCISE = "depthwise_weight_gradient"
MESSAGE = "sum of g times the pixel"
CHANGES = [
    (
        "np.vecdot(a, b).sum(axis=0)",
        "np.vecdot(a, b).mean(axis=0) if len(a) else 0",
    ),
]
