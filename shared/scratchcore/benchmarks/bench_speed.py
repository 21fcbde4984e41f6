"""The engine against PyTorch eager and HIPS autograd: the same code, forward and backward."""

import functools

import numpy as np
from scratchcore import keep_freed_memory, tensor


def inputs(*shapes, scale=1.0):
    """Return the same float32 arrays for every peer."""
    rng = np.random.default_rng(0)
    return [(scale * rng.standard_normal(shape)).astype(np.float32) for shape in shapes]


def step(arrays, wrap, loss):
    """Return a function that computes `loss` of fresh leaves' values and all gradients."""
    leaves = [wrap(a) for a in arrays]

    def run():
        for leaf in leaves:
            leaf.grad = None
        loss(*leaves).backward()

    return run


def our_leaf(a):
    return tensor(a, requires_grad=True)


def tuned(make):
    """Return `make` for a process that keeps freed memory, as a training program does."""

    def made():
        keep_freed_memory()
        return make()

    return made


def torch_leaf(a):
    import torch

    return torch.tensor(a, requires_grad=True)


# A chain of 100 small operations: what one operation costs beside its arithmetic

SMALL = inputs((8, 8), (8, 8), (8,), scale=0.3)


def small_chain(maximum, zero, x, w, b):
    for _ in range(33):
        x = maximum(x @ w + b, zero)
    return x.sum()


def small_ours():
    return step(SMALL, our_leaf, functools.partial(small_chain, np.maximum, 0.0))


def small_torch():
    import torch

    loss = functools.partial(small_chain, torch.maximum, torch.tensor(0.0))
    return step(SMALL, torch_leaf, loss)


def small_autograd():
    import autograd
    import autograd.numpy as anp

    gradient = autograd.grad(functools.partial(small_chain, anp.maximum, 0.0), (0, 1, 2))
    return lambda: gradient(*SMALL)


def small_by_hand():
    """The same in plain NumPy, gradients written out: the floor of any engine on top of NumPy."""
    x0, w, b = SMALL

    def run():
        x, saved = x0, []
        for _ in range(33):
            y = x @ w + b
            saved.append((x, y))
            x = np.maximum(y, 0.0)
        g, gw, gb = np.ones_like(x), np.zeros_like(w), np.zeros_like(b)
        for x, y in reversed(saved):
            g = g * (y > 0)
            gb += g.sum(0)
            gw += x.T @ g
            g = g @ w.T
        return g, gw, gb

    return run


# Elementwise chains on a million values

LARGE = inputs((1024, 1024), (1024, 1024), (1024,))


def elementwise_chain(lib, x, w, b):
    y = lib.tanh(x * w + b)
    return (lib.exp(y * 0.5) * y + b).sum()


def elementwise_ours():
    return step(LARGE, our_leaf, functools.partial(elementwise_chain, np))


def elementwise_torch():
    import torch

    return step(LARGE, torch_leaf, functools.partial(elementwise_chain, torch))


# Reductions and a softmax written with them

ROWS = inputs((256, 4096), (256, 4096))


def reductions_ours():
    def loss(x, w):
        centred = x - x.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
        return (scaled * w).sum() + x.max(axis=1).sum()

    return step(ROWS, our_leaf, loss)


def reductions_torch():
    import torch

    def loss(x, w):
        centred = x - x.mean(dim=1, keepdim=True)
        scaled = centred / torch.sqrt(x.var(dim=1, keepdim=True, correction=0) + 1e-5)
        return (scaled * w).sum() + x.amax(dim=1).sum()

    return step(ROWS, torch_leaf, loss)


def softmax_ours():
    def loss(x, w):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True) * w).sum()

    return step(ROWS, our_leaf, loss)


def softmax_torch():
    import torch

    def loss(x, w):
        e = torch.exp(x - x.amax(dim=1, keepdim=True))
        return (e / e.sum(dim=1, keepdim=True) * w).sum()

    return step(ROWS, torch_leaf, loss)


def softmax_torch_fused():
    return step(ROWS, torch_leaf, lambda x, w: (x.softmax(dim=1) * w).sum())


# A matrix product

SQUARE = inputs((512, 512), (512, 512))


def matmul_ours():
    return step(SQUARE, our_leaf, lambda x, y: (x @ y).sum())


def matmul_torch():
    return step(SQUARE, torch_leaf, lambda x, y: (x @ y).sum())


# A graph of 100,000 nodes in a row


def deep_chain(leaf):
    def run():
        x = y = leaf(np.ones(()))
        for _ in range(100_000):
            y = y * 1.00001
        y.backward()
        return x.grad

    return run


CASES = {
    "100 small operations": {
        "ours": small_ours,
        "torch": small_torch,
        "autograd": small_autograd,
        "by_hand": small_by_hand,
        # by_hand takes an eighth of the time of autograd 1.9.1, no engine can ask for less
        "limits": {"torch": 0.6, "autograd": 0.3},
    },
    "elementwise chain (1024, 1024)": {
        "ours": tuned(elementwise_ours),
        "untuned": elementwise_ours,
        "torch": elementwise_torch,
        "limits": {"torch": 1.2},
    },
    "reductions (256, 4096)": {
        "ours": tuned(reductions_ours),
        "untuned": reductions_ours,
        "torch": reductions_torch,
        "limits": {"torch": 1.3},
    },
    "softmax (256, 4096)": {
        "ours": tuned(softmax_ours),
        "untuned": softmax_ours,
        "torch": softmax_torch,
        "torch_fused": softmax_torch_fused,
        "limits": {"torch": 1.3},
    },
    "matmul 512": {
        "ours": tuned(matmul_ours),
        "untuned": matmul_ours,
        "torch": matmul_torch,
        "limits": {"torch": 1.05},
    },
    "chain of 100,000 nodes": {
        "ours": functools.partial(deep_chain, our_leaf),
        "torch": functools.partial(deep_chain, torch_leaf),
    },
}
