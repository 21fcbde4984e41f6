"""Forward knows of the padding, backward doesn't."""

EXERCISE = "conv2d_naive"
MESSAGE = "hands g and its own options"
CHANGES = [
    (
        "lambda: conv2d_input_gradient_naive(g, weight, x.shape, **options),",
        "lambda: conv2d_input_gradient_naive(g, weight, x.shape, **{**options, 'padding': 0}),",
    ),
]
