"""The gradient of g sums gradient * v, not its direction."""

EXERCISE = "weight_norm_backward"
MESSAGE = "d out / d g is the direction"
CHANGES = [
    (
        "np.sum(gradient * direction,",
        "np.sum(gradient * v,",
    ),
]
