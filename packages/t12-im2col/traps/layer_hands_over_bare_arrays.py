"""The weights are taken out of the graph: no gradient reaches them."""

EXERCISE = "Conv2d.forward"
MESSAGE = "reach the parameters"
CHANGES = [
    ("self.weight,", "self.weight.data,"),
    ("self.bias,", "None if self.bias is None else self.bias.data,"),
]
