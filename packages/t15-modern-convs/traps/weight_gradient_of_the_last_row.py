"""Only the last row's products are kept."""

EXERCISE = "depthwise_weight_gradient"
MESSAGE = "sum of g times the pixel"
CHANGES = [
    (
        "np.vecdot(a, b).sum(axis=0)",
        "np.vecdot(a, b)[-1:].sum(axis=0)",
    ),
]
