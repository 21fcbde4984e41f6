"""Clipping x to [-30, 30] avoids the overflow and loses the digits of small probabilities."""

EXERCISE = "Value.sigmoid"
MESSAGE = "sigmoid(-50)"


def sigmoid(self):
    out = 1 / (1 + math.exp(-min(max(self.data, -30.0), 30.0)))

    def backward(g):
        self.grad += out * (1 - out) * g

    return Value(out, (self,), "sigmoid", backward)
