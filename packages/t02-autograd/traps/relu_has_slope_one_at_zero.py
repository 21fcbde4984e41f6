"""`>=` gives the kink the slope 1."""

EXERCISE = "Value.relu"
MESSAGE = "at the kink"


def relu(self):
    x = self.data

    def backward(g):
        self.grad += g if x >= 0 else 0.0

    return Value(0.0 if x <= 0 else x, (self,), "relu", backward)
