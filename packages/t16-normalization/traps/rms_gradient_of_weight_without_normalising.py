"""The gradient of the weight sums g * x."""

EXERCISE = "rms_norm_backward"
MESSAGE = "the sum of g * x_hat"
CHANGES = [
    (
        "inv.astype(g.dtype) @ product",
        "product.sum(axis=0)",
    ),
]
