"""The parameters follow the gradient uphill."""

EXERCISE = "SGD.step"
MESSAGE = "1 - 0.05 and -2 + 0.4"


def step(self):
    for p in self.parameters:
        p.data += self.lr * p.grad
