"""The gradient is assigned: a layer used twice keeps only one contribution."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "the layer was used twice"
CHANGES = [
    ("self.weight.add_grad(g.T @ x)", "self.weight.grad = g.T @ x"),
]
