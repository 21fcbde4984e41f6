"""The forward pass cuts, the backward pass does not."""

EXERCISE = "Value.relu"
MESSAGE = "0 left of it"


def relu(self):
    x = self.data

    def backward(g):
        self.grad += g

    return Value(0.0 if x <= 0 else x, (self,), "relu", backward)
