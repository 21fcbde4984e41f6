"""NumPy's max shares the gradient among equal pixels."""

EXERCISE = "adaptive_max_pool2d"
MESSAGE = "of equal pixels the first wins"
CHANGES = [
    (
        "_first_maximum(lines[top:bottom, :, a:b])",
        "np.max(lines[top:bottom, :, a:b], axis=(0, 2))",
    ),
]
