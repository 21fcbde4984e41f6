"""Gradients from before are added to."""

EXERCISE = "gradient_sizes"
MESSAGE = "forget the old gradients first"
CHANGES = [
    (
        "network.train().zero_grad()\n",
        "network.train()\n",
    ),
]
