"""Forward and backward of batch norm and dropout, float32: ours, readable NumPy, torch.

Naive batch norm is the formula of naive.py, one differentiable operation after the other; naive
dropout draws a random float for each element.
"""

import numpy as np
import t09_regularization as ours
from scratchcore import keep_freed_memory, tensor
from t05_mlp import Module

WIDE, SMALL, SEQUENCE = (256, 1024), (64, 128), (32, 64, 256)


class NaiveBatchNorm(ours.BatchNorm):
    """The formula, without running statistics."""

    def forward(self, x):
        return ours.batch_norm_naive(x, self.weight, self.bias, training=True)


class NaiveDropout(Module):
    """A float per element."""

    def __init__(self, p, *, rng):
        super().__init__()
        self.p, self.rng = p, rng

    def forward(self, x):
        return x * ((self.rng.random(x.shape) >= self.p) / (1 - self.p)).astype(x.dtype)


def arrays(shape):
    """Return (x, incoming gradient), the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for _ in range(2)]


def numpy_pass(make_layer, shape, training=True):
    """Return make() for a forward and a backward pass of a layer."""

    def make():
        keep_freed_memory()
        x, g = arrays(shape)
        leaf, layer = tensor(x, requires_grad=True), make_layer().train(training)

        def run():
            leaf.grad = None
            layer.zero_grad()
            layer(leaf).backward(g)

        return run

    return make


def torch_pass(make_layer, shape, training=True):
    """Return make() for the same with a layer of torch.nn."""

    def make():
        import torch

        x, g = (torch.from_numpy(a) for a in arrays(shape))
        layer = make_layer(torch.nn).train(training)
        x.requires_grad_()

        def run():
            x.grad = None
            layer.zero_grad()
            layer(x).backward(g)

        return run

    return make


def batch_norm(shape, training=True, limit=1.1):
    """Return a case: batch norm of an input of `shape`."""
    channels = shape[1]
    case = {
        "ours": numpy_pass(lambda: ours.BatchNorm(channels), shape, training),
        "torch": torch_pass(lambda nn: nn.BatchNorm1d(channels), shape, training),
        "limits": {"torch": limit},
    }
    if training:
        case["naive"] = numpy_pass(lambda: NaiveBatchNorm(channels), shape)
    return case


def dropout(p, shape=WIDE):
    """Return a case: dropout with probability p."""
    return {
        "ours": numpy_pass(lambda: ours.Dropout(p, rng=np.random.default_rng(0)), shape),
        "naive": numpy_pass(lambda: NaiveDropout(p, rng=np.random.default_rng(0)), shape),
        "torch": torch_pass(lambda nn: nn.Dropout(p), shape),
        "limits": {"torch": 1.0},
    }


CASES = {
    # The aim is 1.1; NumPy uses one thread: 1.15 against one thread of torch, 1.76 against two.
    "batch norm (256, 1024)": batch_norm(WIDE, limit=1.95),
    "batch norm (64, 128)": batch_norm(SMALL, limit=1.25),  # the calls take longer than the sums
    "batch norm (32, 64, 256)": batch_norm(SEQUENCE),
    "batch norm, evaluation (256, 1024)": batch_norm(WIDE, training=False),
    "dropout 0.5 (256, 1024)": dropout(0.5),
    "dropout 0.1 (256, 1024)": dropout(0.1),
    "dropout 0.5 (64, 128)": dropout(0.5, SMALL),
}
