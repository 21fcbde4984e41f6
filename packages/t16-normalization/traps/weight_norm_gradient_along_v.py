"""The norm is treated as a constant: the gradient of v keeps its part along v."""

EXERCISE = "weight_norm_backward"
MESSAGE = "nothing pulls along v"
CHANGES = [
    (
        "(gradient - direction * g_grad) * (g / norm)",
        "gradient * (g / norm)",
    ),
]
