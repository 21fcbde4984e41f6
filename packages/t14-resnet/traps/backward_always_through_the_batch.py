"""The gradient goes through the moments of x also where they were given."""

EXERCISE = "norm_backward"
MESSAGE = "only if they were x's own"
CHANGES = [
    (
        "batch_norm_backward if training else fixed_norm_backward",
        "batch_norm_backward",
    ),
]
