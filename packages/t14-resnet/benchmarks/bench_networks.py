"""Batch norm of pictures and training steps, float32: ours, readable NumPy, torch.

Ours and naive get pictures that lie batch-innermost, as convolutions of t12 give them, torch its
own NCHW. Naive batch norm is the formula, one differentiable operation after the other.
"""

import numpy as np
import t14_resnet as ours
from scratchcore import keep_freed_memory, tensor
from t08_losses import cross_entropy
from t12_im2col import batch_innermost

WIDE, NARROW, LATE = (64, 64, 32, 32), (64, 16, 32, 32), (64, 64, 8, 8)


def arrays(shape):
    """Return (x, residual, incoming gradient), the same ones in every process."""
    rng = np.random.default_rng(0)
    return [rng.standard_normal(shape).astype(np.float32) for _ in range(3)]


def numpy_norm(operation, shape, *, relu=False, added=False):
    """Return make() for a forward and a backward pass of an operation like batch_norm2d."""

    def make():
        keep_freed_memory()
        x, residual, g = (batch_innermost(a) for a in arrays(shape))
        c = shape[1]
        leaf, weight, bias = (
            tensor(a, requires_grad=True) for a in (x, np.ones(c, "f"), np.zeros(c, "f"))
        )
        other = tensor(residual, requires_grad=True) if added else None
        running = np.zeros(c, np.float32), np.ones(c, np.float32)

        def run():
            for each in (leaf, weight, bias, other):
                if each is not None:
                    each.grad = None
            out = operation(leaf, weight, bias, *running, other, training=True, relu=relu)
            out.backward(g)

        return run

    return make


def torch_norm(shape, *, relu=False, added=False):
    """Return make() for the same with torch's layer, addition and ReLU."""

    def make():
        import torch

        x, residual, g = (torch.from_numpy(a) for a in arrays(shape))
        layer = torch.nn.BatchNorm2d(shape[1])
        x.requires_grad_()
        residual.requires_grad_(added)

        def run():
            x.grad = residual.grad = None
            layer.zero_grad()
            out = layer(x)
            out = out + residual if added else out
            (torch.relu(out) if relu else out).backward(g)

        return run

    return make


def norm(shape, limit, **options):
    """Return a case: batch norm of pictures, forward and backward."""
    return {
        "ours": numpy_norm(ours.batch_norm2d, shape, **options),
        "naive": numpy_norm(ours.batch_norm2d_naive, shape, **options),
        "torch": torch_norm(shape, **options),
        "limits": {"torch": limit},
    }


def numpy_step(batch, side):
    """Return make() for forward and backward of ResNet-8."""

    def make():
        keep_freed_memory()
        x = arrays((batch, 3, side, side))[0]
        y = np.random.default_rng(0).integers(10, size=batch)
        network = ours.resnet8(rng=np.random.default_rng(0))

        def run():
            network.zero_grad()
            cross_entropy(network(x), y).backward()

        return run

    return make


def torch_step(batch, side):
    """Return make() for the same network in torch."""

    def make():
        import torch
        from torch import nn

        class Basic(nn.Module):
            def __init__(self, channels, width, stride):
                super().__init__()
                self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
                self.bn1 = nn.BatchNorm2d(width)
                self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
                self.bn2 = nn.BatchNorm2d(width)
                conv = nn.Conv2d(channels, width, 1, stride, bias=False)
                project = stride != 1 or channels != width
                self.down = nn.Sequential(conv, nn.BatchNorm2d(width)) if project else None

            def forward(self, x):
                out = torch.relu(self.bn1(self.conv1(x)))
                out = self.bn2(self.conv2(out))
                return torch.relu(out + (x if self.down is None else self.down(x)))

        stem = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()
        blocks = Basic(16, 16, 1), Basic(16, 32, 2), Basic(32, 64, 2)
        end = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)
        network = nn.Sequential(*stem, *blocks, *end)
        x = torch.from_numpy(arrays((batch, 3, side, side))[0])
        y = torch.from_numpy(np.random.default_rng(0).integers(10, size=batch))

        def run():
            network.zero_grad()
            nn.functional.cross_entropy(network(x), y).backward()

        return run

    return make


# The aim is 1.0 everywhere. Measured against torch with two threads: the norms 0.46-0.76, 0.78-1.13
# and 1.0-1.34, with all that follows 0.59-0.87, and 1.0-1.2 the step, mostly convolutions.
CASES = {
    "BatchNorm2d (64, 64, 32, 32)": norm(WIDE, limit=1.0),
    "BatchNorm2d (64, 16, 32, 32)": norm(NARROW, limit=1.25),
    "BatchNorm2d (64, 64, 8, 8)": norm(LATE, limit=1.5),
    "norm + shortcut + ReLU (64, 16, 32, 32)": norm(NARROW, limit=1.0, relu=True, added=True),
    "ResNet-8, batch 64, 32 x 32": {
        "ours": numpy_step(64, 32),
        "torch": torch_step(64, 32),
        "limits": {"torch": 1.4},
    },
}
