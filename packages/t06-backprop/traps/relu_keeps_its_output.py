"""The whole output is kept for one bit per value, in an array of its own."""

EXERCISE = "ReLULayer.forward"
MESSAGE = "one byte per value"


def forward(self, x):
    out = np.maximum(x, 0)
    self.keep(out)
    return out
