"""Pooling forward and backward, float32: ours and torch."""

import numpy as np
from scratchcore import keep_freed_memory, tensor
from t12_im2col import batch_innermost
from t13_pooling import avg_pool2d, global_avg_pool2d, max_pool2d

LARGE, SMALL = (64, 64, 32, 32), (64, 16, 32, 32)


def ours(shape, pool):
    """Return make() for a forward and a backward pass of a function."""

    def make():
        keep_freed_memory()
        x = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
        leaf = tensor(batch_innermost(x), requires_grad=True)
        g = np.ones_like(pool(leaf).data)

        def run():
            leaf.grad = None
            pool(leaf).backward(g)

        return run

    return make


def theirs(shape, pool):
    """Return make() for the same with a function of torch.nn.functional."""

    def make():
        import torch

        x = np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
        leaf = torch.from_numpy(x).requires_grad_()
        functional = torch.nn.functional
        g = torch.ones_like(pool(functional, leaf).detach())

        def run():
            leaf.grad = None
            pool(functional, leaf).backward(g)

        return run

    return make


def case(shape, mine, torchs, limit=1.0):
    """Return a case: a function of ours against one of torch's."""
    return {"ours": ours(shape, mine), "torch": theirs(shape, torchs), "limits": {"torch": limit}}


CASES = {
    "max 2x2 (64, 64, 32, 32)": case(
        LARGE, lambda x: max_pool2d(x, 2), lambda f, x: f.max_pool2d(x, 2)
    ),
    # 4 MB: the threads' meeting takes a part of the gain, 0.68 to 0.89
    "max 2x2 (64, 16, 32, 32)": case(
        SMALL, lambda x: max_pool2d(x, 2), lambda f, x: f.max_pool2d(x, 2), limit=1.15
    ),
    "average 2x2 (64, 64, 32, 32)": case(
        LARGE, lambda x: avg_pool2d(x, 2), lambda f, x: f.avg_pool2d(x, 2)
    ),
    # windows overlap, nine taps are added one after the other: 0.86 to 1.16
    "max 3x3 stride 2 (64, 16, 32, 32)": case(
        SMALL, lambda x: max_pool2d(x, 3, 2, 1), lambda f, x: f.max_pool2d(x, 3, 2, 1), limit=1.3
    ),
    # 2 ms in which 16 MB are written once: 0.77 to 1.06
    "global average (64, 64, 32, 32)": case(
        LARGE, global_avg_pool2d, lambda f, x: f.adaptive_avg_pool2d(x, 1)[:, :, 0, 0], limit=1.3
    ),
}
