"""The layer's eps is not passed on: 1e-5 is used."""

EXERCISE = "BatchNorm.forward"
MESSAGE = "self.eps"
CHANGES = [
    ("eps=self.eps", "eps=1e-5"),
]
