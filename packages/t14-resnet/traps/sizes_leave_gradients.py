"""The gradients of the measurement are left behind."""

EXERCISE = "gradient_sizes"
MESSAGE = "the next step would add"
CHANGES = [
    (
        "    network.zero_grad()\n",
        "    pass\n",
    ),
]
