"""All gradients are computed, whoever needs them."""

EXERCISE = "conv2d"
MESSAGE = "the engine calls the ones that it needs"
CHANGES = [
    (
        "lambda g: conv2d_backward(g, x, weight, **options)",
        "lambda g: tuple(of() for of in conv2d_backward(g, x, weight, **options))",
    )
]
