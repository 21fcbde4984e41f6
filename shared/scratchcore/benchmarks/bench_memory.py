"""Peak memory of a backward pass through a 50-layer MLP, each participant in its own process."""

import functools

import numpy as np
from scratchcore import tensor

LAYERS, WIDTH, BATCH = 50, 512, 4096  # one activation is 8 MiB


def resident(key):
    """Return VmRSS or VmHWM of this process in bytes (Linux)."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith(key))
    return 1024 * int(line.split()[1])


def peak_of(step, arrays, leaf, tanh):
    """Return a function that measures by how much one training step raises the peak."""

    def loss(x, parameters):
        for w, b in parameters:
            x = tanh(x @ w + b)
        return x.sum()

    def measure():
        x = arrays[0]
        parameters = [(leaf(w), leaf(b)) for w, b in arrays[1]]
        step(loss, x[:8], parameters)  # loads what is loaded lazily
        for w, b in parameters:
            w.grad = b.grad = None
        before = resident("VmRSS")
        step(loss, x, parameters)
        return resident("VmHWM") - before

    return measure


def arrays():
    rng = np.random.default_rng(0)

    def normal(*shape):
        return (rng.standard_normal(shape) / WIDTH**0.5).astype(np.float32)

    return normal(BATCH, WIDTH), [(normal(WIDTH, WIDTH), normal(WIDTH)) for _ in range(LAYERS)]


def ours():
    return peak_of(
        lambda loss, x, parameters: loss(tensor(x), parameters).backward(),
        arrays(),
        functools.partial(tensor, requires_grad=True),
        np.tanh,
    )


def with_torch():
    import torch

    return peak_of(
        lambda loss, x, parameters: loss(torch.tensor(x), parameters).backward(),
        arrays(),
        lambda a: torch.tensor(a, requires_grad=True),
        torch.tanh,
    )


CASES = {
    "peak memory, backward of a 50-layer MLP": {
        "ours": ours,
        "torch": with_torch,
        "measure": "value",
        "unit": "bytes",
        "isolate": True,
        "limits": {"torch": 1.1},
    },
}
