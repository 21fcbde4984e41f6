"""The input is multiplied by its mask: -inf * 0 is NaN."""

EXERCISE = "ReLULayer.forward"
MESSAGE = "as max does"


def forward(self, x):
    positive = x > 0
    self.keep(positive)
    return x * positive
