"""Gradients of bias and weight change places."""

EXERCISE = "conv2d_naive"
MESSAGE = "reached a leaf of shape"
CHANGES = [
    (
        """
        lambda: conv2d_weight_gradient_naive(g, x, weight.shape[2:], **options),
        lambda: conv2d_bias_gradient_naive(g),
    """,
        """
        lambda: conv2d_bias_gradient_naive(g),
        lambda: conv2d_weight_gradient_naive(g, x, weight.shape[2:], **options),
    """,
    ),
]
