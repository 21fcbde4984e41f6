"""Layers without activation between them are one linear map."""

EXERCISE = "MLP.forward"
MESSAGE = "tanh after every layer but the last"
CHANGES = [
    ("self.activation(layer(x))", "layer(x)"),
]
