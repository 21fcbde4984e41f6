"""NumPy's max shares the gradient among equal pixels."""

EXERCISE = "adaptive_max_pool2d"
MESSAGE = "of equal pixels the first wins"
CHANGES = [
    (
        "_first_maximum(x[:, :, top:bottom, left:right])",
        "np.max(x[:, :, top:bottom, left:right], axis=(2, 3))",
    ),
]
