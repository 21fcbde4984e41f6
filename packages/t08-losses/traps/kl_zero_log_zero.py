"""0 * log(0) is computed as it stands."""

EXERCISE = "divergence"
MESSAGE = "divide by zero"
CHANGES = [
    (
        "np.log(np.maximum(target, np.finfo(target.dtype).tiny))",
        "np.log(target)",
    ),
]
