"""The network stays in the mode it was in."""

EXERCISE = "gradient_sizes"
MESSAGE = "normalises by the batch"
CHANGES = [
    (
        "network.train().zero_grad()",
        "network.zero_grad()",
    ),
]
