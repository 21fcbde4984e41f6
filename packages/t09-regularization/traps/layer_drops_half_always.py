"""The layer's p is forgotten, 0.5 is used."""

EXERCISE = "Dropout.forward"
MESSAGE = "1 - 0.25"


def forward(self, x):
    return dropout(x, 0.5, training=self.training, rng=self.rng)
