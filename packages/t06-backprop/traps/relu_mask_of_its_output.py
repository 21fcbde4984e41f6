"""The mask is taken of the output with >=: it is never negative, so every gradient passes."""

EXERCISE = "ReLULayer.forward"
MESSAGE = "slope 0 where x was negative"


def forward(self, x):
    out = np.maximum(x, 0)
    self.keep(out >= 0)
    return out
