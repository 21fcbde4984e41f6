"""Layers that are differentiated by hand: `forward` keeps what `backward` will need."""

import numpy as np
from t05_mlp.init import kaiming_normal_


class Learnable:
    """An array that training changes, and the gradient of the loss with respect to it."""

    __slots__ = ("data", "grad")

    def __init__(self, data):
        self.data = data
        self.grad = None

    def add_grad(self, g):
        """Add the gradient that arrives through one use; several uses sum up."""
        self.grad = g if self.grad is None else self.grad + g


class ManualLayer:
    """What all layers share: a stack of what their forward calls have kept.

    A layer may be called several times before it is gone back through. The calls are undone in
    reverse, so the latest one comes first.
    """

    def __init__(self):
        self._kept = []

    def keep(self, cache):  # exercise
        """Remember `cache`, what the backward of one forward call will need, on top of `_kept`."""
        self._kept.append(cache)

    def recall(self):  # exercise
        """Return what the latest forward call kept, and forget it.

        The next recall returns what the call before kept. With nothing kept raise a RuntimeError
        that names the layer's class and says "forward".
        """
        if not self._kept:
            name = type(self).__name__
            raise RuntimeError(f"{name}.backward needs one call of forward before each of its own")
        return self._kept.pop()

    def forget(self):
        """Drop everything that is kept, such as what a failed step left behind."""
        self._kept.clear()

    def parameters(self):
        """Return the (name, Learnable) pairs of this layer."""
        return []

    def require_shape(self, g, shape):
        """Raise a ValueError unless the incoming gradient `g` has the shape of the output."""
        if np.shape(g) != shape:
            raise ValueError(
                f"{type(self).__name__}.backward: g has shape {np.shape(g)}, the output {shape}"
            )


class LinearLayer(ManualLayer):
    """`x @ weight.T + bias` for x (N, in), weight (out, in) and bias (out,).

    `init(array, rng=rng)` fills the weight, the bias begins at 0. With `input_grad=False` backward
    leaves out the gradient with respect to x: the first layer of a network in training needs none.
    """

    def __init__(
        self,
        in_features,
        out_features,
        *,
        bias=True,
        init=kaiming_normal_,
        input_grad=True,
        rng,
        dtype=np.float32,
    ):
        super().__init__()
        self.weight = Learnable(np.empty((out_features, in_features), dtype))
        init(self.weight.data, rng=rng)
        self.bias = Learnable(np.zeros(out_features, dtype)) if bias else None
        self.input_grad = input_grad

    def forward(self, x):  # exercise
        """Return the output (N, out) and keep `x`, the array itself and no copy.

        Call `require_input` on `x` first of all. The bias may be None.
        """
        self.require_input(x)
        self.keep(x)
        out = x @ self.weight.data.T  # (N, out)
        if self.bias is not None:
            out += self.bias.data
        return out

    def backward(self, g):  # exercise
        """Add to the gradients of weight and bias; return the one with respect to x, or None.

        `g` (N, out) is the gradient of the loss with respect to the output. Nothing is averaged:
        each row already carries its share of the loss. Right after `recall`, and before a gradient
        changes, call `require_shape` on `g`. None is returned where `input_grad` is False.
        """
        x = self.recall()
        self.require_shape(g, (len(x), len(self.weight.data)))
        self.weight.add_grad(g.T @ x)  # (out, in)
        if self.bias is not None:
            self.bias.add_grad(g.sum(axis=0))  # (out,)
        return g @ self.weight.data if self.input_grad else None  # (N, in)

    def require_input(self, x):
        """Raise unless `x` is an array (N, in) of the weight's dtype."""
        weight = self.weight.data
        if np.ndim(x) != 2 or x.shape[1] != weight.shape[1]:
            raise ValueError(f"x has shape {np.shape(x)}, expected (N, {weight.shape[1]})")
        if x.dtype != weight.dtype:
            raise TypeError(
                f"x has dtype {x.dtype}, the weight {weight.dtype}: convert one of them"
            )

    def parameters(self):
        """Return the weight and, where there is one, the bias."""
        pairs = [("weight", self.weight), ("bias", self.bias)]
        return [(name, learnable) for name, learnable in pairs if learnable is not None]


class SigmoidLayer(ManualLayer):
    """1 / (1 + exp(-x)), element by element. Written out as an example of a layer."""

    def forward(self, x):
        """Return the output and keep it: the slope is a function of the output alone."""
        e = np.exp(-np.abs(x))  # at most 1, so that nothing overflows
        out = np.where(x >= 0, 1, e) / (1 + e)
        self.keep(out)
        return out

    def backward(self, g):
        """Return g times the slope s * (1 - s)."""
        s = self.recall()
        self.require_shape(g, s.shape)
        return g * (s * (1 - s))


class TanhLayer(ManualLayer):
    """tanh(x), element by element."""

    def forward(self, x):
        """Return the output and keep it."""
        out = np.tanh(x)
        self.keep(out)
        return out

    def backward(self, g):  # exercise
        """Return the gradient with respect to x, of the shape of `g`; leave `g` as it is.

        Call `require_shape` on `g` right after `recall`: a wrong shape might broadcast unnoticed.
        """
        out = self.recall()
        self.require_shape(g, out.shape)
        return g * (1 - out * out)


class ReLULayer(ManualLayer):
    """max(x, 0), element by element; the slope at the kink is 0, as in PyTorch."""

    def forward(self, x):  # exercise
        """Return max(x, 0), a new array, and keep where x was positive (one byte per value)."""
        self.keep(x > 0)
        return np.maximum(x, 0)

    def backward(self, g):  # exercise
        """Return `g` where x was positive and 0 elsewhere; leave `g` as it is.

        Call `require_shape` on `g` right after `recall`: a wrong shape might broadcast unnoticed.
        """
        positive = self.recall()
        self.require_shape(g, positive.shape)
        return g * positive  # np.where gives 0 for inf * 0 too, and takes ten times as long
