"""A multi-layer perceptron that trains without a tape."""

from itertools import pairwise

import numpy as np
from t05_mlp.init import kaiming_normal_

from t06_backprop.layers import LinearLayer, ReLULayer
from t06_backprop.loss import SoftmaxCrossEntropyLayer


class ManualMLP:
    """Linear layers of the given `sizes` with an activation between each two, and a loss.

    `ManualMLP([64, 32, 10], rng=rng)` maps (N, 64) to logits (N, 10) through 32 hidden units.
    `activation` is a class such as `ReLULayer`, `init(array, rng=rng)` fills every weight, and
    `input_grad=True` makes `backward` return the gradient with respect to the network's input.
    """

    def __init__(
        self,
        sizes,
        *,
        activation=ReLULayer,
        init=kaiming_normal_,
        bias=True,
        input_grad=False,
        rng,
        dtype=np.float32,
    ):
        sizes = list(sizes)
        if len(sizes) < 2 or any(size < 1 for size in sizes):
            raise ValueError(f"sizes must be two or more positive widths, got {sizes}")
        self.layers = []
        for number, (n_in, n_out) in enumerate(pairwise(sizes)):
            if number:
                self.layers.append(activation())
            wanted = input_grad or number > 0
            options = {"bias": bias, "init": init, "input_grad": wanted, "rng": rng, "dtype": dtype}
            self.layers.append(LinearLayer(n_in, n_out, **options))
        self.loss = SoftmaxCrossEntropyLayer()

    def forward(self, x):
        """Return the logits (N, C) of x (N, in); every layer keeps what it needs to go back."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def predict(self, x):
        """Return the logits and keep nothing: for everything but training."""
        for layer in self.layers:
            x = layer.forward(x)
            layer.recall()
        return x

    def backward(self, g):  # exercise
        """Send `g` (N, C), the gradient with respect to the logits, back through all layers.

        Every parameter's gradient is added to. Return what the first layer returns: the gradient
        with respect to the input, or None.
        """
        for layer in reversed(self.layers):
            g = layer.backward(g)
        return g

    def backpropagate(self, x, labels):  # exercise
        """Set every gradient to that of the mean loss over this batch; return the loss.

        What earlier batches left, in the gradients and in what the layers keep, does not count:
        call `forget` and `zero_grad` first.
        """
        self.forget()
        self.zero_grad()
        loss = self.loss.forward(self.forward(x), labels)
        self.backward(self.loss.backward())
        return loss

    def training_step(self, x, labels, *, lr):  # exercise
        """Do one step of gradient descent, in place; return the loss before it.

        The gradients stay until the next step, for whoever wants to look at them.
        """
        loss = self.backpropagate(x, labels)
        for parameter in self.parameters():
            parameter.data -= lr * parameter.grad
        return loss

    def forget(self):
        """Drop what all layers keep."""
        for layer in [*self.layers, self.loss]:
            layer.forget()

    def zero_grad(self):
        """Forget all gradients."""
        for parameter in self.parameters():
            parameter.grad = None

    def named_parameters(self):
        """Return (name, Learnable) pairs from input to output: "0.weight", "0.bias", "2.weight".

        A layer that stands twice in `layers` counts once.
        """
        layers = {id(layer): (i, layer) for i, layer in reversed([*enumerate(self.layers)])}
        ordered = sorted(layers.values(), key=lambda pair: pair[0])
        return [(f"{i}.{name}", p) for i, layer in ordered for name, p in layer.parameters()]

    def parameters(self):
        """Return every Learnable; optimizers of t03 take this list as it is."""
        return [parameter for _, parameter in self.named_parameters()]
