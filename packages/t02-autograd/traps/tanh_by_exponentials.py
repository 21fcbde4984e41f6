"""The textbook formula (e**2x - 1) / (e**2x + 1) overflows from x = 355 on."""

EXERCISE = "Value.tanh"
MESSAGE = "overflowed"


def tanh(self):
    e = math.exp(2 * self.data)
    out = (e - 1) / (e + 1)

    def backward(g):
        self.grad += (1 - out * out) * g

    return Value(out, (self,), "tanh", backward)
