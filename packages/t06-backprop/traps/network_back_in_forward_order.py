"""The layers are gone through as in forward."""

EXERCISE = "ManualMLP.backward"
MESSAGE = "what the one behind it returned"


def backward(self, g):
    for layer in self.layers:
        g = layer.backward(g)
    return g
