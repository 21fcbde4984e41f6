"""The factor g / norm is forgotten."""

EXERCISE = "weight_norm_backward"
MESSAGE = "nothing pulls along v"
CHANGES = [
    (
        "(gradient - direction * g_grad) * (g / norm)",
        "gradient - direction * g_grad",
    ),
]
