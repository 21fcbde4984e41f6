"""zip stops at the shorter of weights and inputs, so a wrong length goes unnoticed."""

EXERCISE = "Neuron.__call__"
MESSAGE = "zip drops the rest"


def __call__(self, x):
    out = sum(w * x_i for w, x_i in zip(self.weights, x, strict=False))
    if self.bias is not None:
        out = out + self.bias
    return out if self.linear else out.tanh()
