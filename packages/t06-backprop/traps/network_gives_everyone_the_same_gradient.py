"""Each layer gets the gradient of the logits: what the layer behind returned is dropped."""

EXERCISE = "ManualMLP.backward"
MESSAGE = "what the one behind it returned"


def backward(self, g):
    for layer in reversed(self.layers):
        back = layer.backward(g)
    return back
