"""The gradients of weight and bias are means over the rows."""

EXERCISE = "layer_norm_backward"
MESSAGE = "the sum of g over the rows"
CHANGES = [
    (
        "return x_grad, *sums.astype(g.dtype)",
        "return x_grad, *(sums / count).astype(g.dtype)",
    ),
]
