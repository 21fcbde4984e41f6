"""g @ weight.T fits a square weight only, and is wrong there."""

EXERCISE = "LinearLayer.backward"
MESSAGE = "not its transpose"
CHANGES = [
    ("g @ self.weight.data if", "g @ self.weight.data.T if"),
]
