"""`p = p - ...` makes a new Value and leaves the parameter where it was."""

EXERCISE = "SGD.step"
MESSAGE = "1 - 0.05 and -2 + 0.4"


def step(self):
    for p in self.parameters:
        p = p - self.lr * p.grad
