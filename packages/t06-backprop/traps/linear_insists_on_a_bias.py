"""A layer without bias fails when it is called."""

EXERCISE = "LinearLayer.forward"
MESSAGE = "'NoneType' object has no attribute"
CHANGES = [
    ("if self.bias is not None:\n    out += self.bias.data\n", "out += self.bias.data\n"),
]
