"""The slope s * (1 - s) is computed with the input x instead of with s."""

EXERCISE = "Value.sigmoid"
MESSAGE = "with s = sigmoid(x)"


def sigmoid(self):
    x = self.data
    small = math.exp(-abs(x))
    out = 1 / (1 + small) if x >= 0 else small / (1 + small)

    def backward(g):
        self.grad += x * (1 - x) * g

    return Value(out, (self,), "sigmoid", backward)
