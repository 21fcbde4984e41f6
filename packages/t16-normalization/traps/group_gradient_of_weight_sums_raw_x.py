"""The gradient of the weight sums g * x * inv_std: the mean is not taken off."""

EXERCISE = "group_norm_backward"
MESSAGE = "the sum of g * x_hat"
CHANGES = [
    (
        "dot_rows(gb, xb) - m * bias_grad",
        "dot_rows(gb, xb)",
    ),
]
