"""1 / (1 + exp(-x)) as it stands in the book overflows for x below -709."""

EXERCISE = "Value.sigmoid"
MESSAGE = "overflowed"


def sigmoid(self):
    out = 1 / (1 + math.exp(-self.data))

    def backward(g):
        self.grad += out * (1 - out) * g

    return Value(out, (self,), "sigmoid", backward)
