"""All gradients are set to 0 first: two losses on the same parameters do not add up."""

EXERCISE = "Value.backward"
MESSAGE = "gradients accumulate until somebody sets them to 0"
CHANGES = [
    ("earlier = [node.grad for node in order]\n", ""),
    ("for node, before in zip(order, earlier, strict=True):\n    node.grad += before\n", ""),
]
