"""x @ weight fits a square weight only, and is wrong there."""

EXERCISE = "LinearLayer.forward"
MESSAGE = "x meets its transpose"
CHANGES = [
    ("self.weight.data.T", "self.weight.data"),
]
