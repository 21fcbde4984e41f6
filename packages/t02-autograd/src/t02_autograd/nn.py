"""Neurons, layers of neurons, and networks of layers."""

import numpy as np

from t02_autograd.value import Value


class Neuron:
    """Map n inputs to one Value: tanh(w . x + b), or without the tanh if `linear`."""

    def __init__(self, inputs, *, linear=False, bias=True, rng):
        """Draw the weights from a uniform distribution of variance 1 / inputs; the bias is 0."""
        if inputs < 1:
            raise ValueError(f"inputs must be at least 1, got {inputs}")
        limit = (3 / inputs) ** 0.5
        self.weights = [Value(w) for w in rng.uniform(-limit, limit, inputs)]
        self.bias = Value(0.0) if bias else None
        self.linear = linear

    def __call__(self, x):  # exercise
        """Return the neuron's output for x, a sequence of `inputs` numbers or Values.

        Raise ValueError naming both lengths when x has another.
        """
        if len(x) != len(self.weights):
            raise ValueError(f"the neuron has {len(self.weights)} inputs, got x of length {len(x)}")
        first, *rest = [w * x_i for w, x_i in zip(self.weights, x, strict=True)]
        if self.bias is not None:
            rest.append(self.bias)
        out = sum(rest, start=first)
        return out if self.linear else out.tanh()

    def parameters(self):
        """List the weights, then the bias if there is one."""
        return [*self.weights, *([] if self.bias is None else [self.bias])]


class Layer:
    """Put `outputs` neurons side by side; all of them read the same inputs."""

    def __init__(self, inputs, outputs, *, linear=False, bias=True, rng):
        if outputs < 1:
            raise ValueError(f"outputs must be at least 1, got {outputs}")
        self.neurons = [Neuron(inputs, linear=linear, bias=bias, rng=rng) for _ in range(outputs)]

    def __call__(self, x):
        """Return the list of the neurons' outputs for x."""
        return [neuron(x) for neuron in self.neurons]

    def parameters(self):
        """List the parameters of the first neuron, then of the second, and so on."""
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    """Chain layers: tanh in the hidden ones, none in the last.

    `widths` gives the number of neurons in each layer. The last layer has biases; the hidden
    layers have them only with `hidden_bias`. Without, the network is an odd function plus a
    constant: f(-x) - c = -(f(x) - c). MLP(3, [4, 4, 1]) has 3*4 + 4*4 + 4*1 weights and one bias,
    33 parameters, and 41 with hidden_bias=True.
    """

    def __init__(self, inputs, widths, *, hidden_bias=False, rng=None):  # exercise
        """Build `self.layers`, drawing first layer first; rng None means default_rng(0).

        Raise ValueError when widths is empty.
        """
        if not widths:
            raise ValueError("widths needs at least the number of outputs, got an empty list")
        rng = np.random.default_rng(0) if rng is None else rng
        sizes = [inputs, *widths]
        last = len(widths) - 1
        self.layers = [
            Layer(sizes[i], sizes[i + 1], linear=i == last, bias=hidden_bias or i == last, rng=rng)
            for i in range(len(widths))
        ]

    def __call__(self, x):
        """Return the output for x, `inputs` numbers: a Value, or a list of them if it is wider."""
        for layer in self.layers:
            x = layer(x)
        return x[0] if len(x) == 1 else x

    def parameters(self):
        """List all parameters, first layer first."""
        return [p for layer in self.layers for p in layer.parameters()]
