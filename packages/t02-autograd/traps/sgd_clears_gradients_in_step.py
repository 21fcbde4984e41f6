"""step clears the gradients too: whoever wants to look at them afterwards finds zeros."""

EXERCISE = "SGD.step"
MESSAGE = "step leaves gradients alone"


def step(self):
    for p in self.parameters:
        p.data -= self.lr * p.grad
        p.grad = 0.0
