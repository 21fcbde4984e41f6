"""tanh is applied in linear neurons too: the network can never answer more than 1."""

EXERCISE = "Neuron.__call__"
MESSAGE = "a linear neuron has no tanh"


def __call__(self, x):
    if len(x) != len(self.weights):
        raise ValueError(f"the neuron has {len(self.weights)} inputs, got x of length {len(x)}")
    out = sum(w * x_i for w, x_i in zip(self.weights, x, strict=True))
    if self.bias is not None:
        out = out + self.bias
    return out.tanh()
