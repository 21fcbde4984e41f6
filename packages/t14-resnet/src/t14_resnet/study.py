"""How gradients get through 56 layers, with shortcuts and without."""

import numpy as np
from t03_optimizers import SGD
from t08_losses import cross_entropy

from t14_resnet.blocks import BasicBlock
from t14_resnet.resnet import ResNet

DEPTH = 56
NETWORKS = {
    "plain": {"residual": False},
    "residual": {"zero_last_gamma": False},
    "residual, last gamma 0": {"zero_last_gamma": True},
}


def deep_network(depth=DEPTH, *, widths=(8, 16, 32), rng, **options):
    """Return a ResNet for small pictures with `depth` layers: 6 n + 2 of them, n blocks a stage."""
    if depth < 8 or depth % 6 != 2:
        raise ValueError(f"depth must be 6 n + 2 for a whole n from 1, got {depth}")
    blocks = (depth - 2) // 6
    options = {"widths": widths, "stem": "cifar", "num_classes": 10, **options}
    return ResNet(BasicBlock, (blocks,) * 3, rng=rng, **options)


def gradient_sizes(network, x, y):  # exercise
    """Return the size of each convolution's gradient relative to its weights, input side first.

    One pass of `network` in training mode over x (N, C, H, W) and class indices y (N,), with
    `cross_entropy`: norm(gradient) / norm(weight) for every parameter of four axes whose path
    doesn't name a downsample, as an array. Gradients from before don't count, and none are left.
    """
    network.train().zero_grad()
    cross_entropy(network(x), y).backward()
    sizes = [
        np.linalg.norm(p.grad) / np.linalg.norm(p.data)
        for name, p in network.named_parameters()
        if p.ndim == 4 and "downsample" not in name
    ]
    network.zero_grad()
    return np.array(sizes)


def compare_networks(depth=DEPTH, *, batch=16, side=16, rng):
    """Return {name: gradient sizes (layers,)} of fresh networks for one batch of noise."""
    x = rng.standard_normal((batch, 3, side, side)).astype(np.float32)
    y = rng.integers(10, size=batch)
    seed = rng.integers(2**32)
    return {
        name: gradient_sizes(deep_network(depth, rng=np.random.default_rng(seed), **options), x, y)
        for name, options in NETWORKS.items()
    }


def stripes(count, *, side=8, classes=8, rng):
    """Return noisy pictures of stripes (N, 3, side, side), and which of the directions they have.

    Wave number 1.5, any phase, noise of deviation 0.5: no single pixel says anything.
    """
    y = rng.integers(classes, size=count)
    angle, phase = np.pi * y / classes, rng.uniform(0, 2 * np.pi, count)
    row, column = np.mgrid[:side, :side]
    place = np.multiply.outer(np.cos(angle), row) + np.multiply.outer(np.sin(angle), column)
    wave = np.cos(1.5 * place + phase[:, None, None])[:, None]  # (N, 1, side, side)
    x = wave + 0.5 * rng.standard_normal((count, 3, side, side))
    return x.astype(np.float32), y


def train_on_stripes(network, steps, *, batch=32, lr=0.05, rng):
    """Return the loss of each step (steps,) of SGD with momentum 0.9, a new batch in each."""
    optimizer, losses = SGD(network.train().parameters(), lr=lr, momentum=0.9), []
    for _ in range(steps):
        x, y = stripes(batch, rng=rng)
        optimizer.zero_grad()
        loss = cross_entropy(network(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return np.array(losses)
