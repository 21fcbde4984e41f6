"""The layer doesn't tell dropout which mode it is in."""

EXERCISE = "Dropout.forward"
MESSAGE = "eval() sets"


def forward(self, x):
    return dropout(x, self.p, rng=self.rng)
