"""The weighted sum is squashed without the bias."""

EXERCISE = "Neuron.__call__"
MESSAGE = "0.5*4 - 1*3 + 2*1.5 + 0.25"


def __call__(self, x):
    if len(x) != len(self.weights):
        raise ValueError(f"the neuron has {len(self.weights)} inputs, got x of length {len(x)}")
    out = sum(w * x_i for w, x_i in zip(self.weights, x, strict=True))
    return out if self.linear else out.tanh()
