"""An epoch over arrays of MNIST's shape, shuffled: ours, a loop over samples, and torch's loader.

Pixels are uint8 and become float32 from 0 to 1 in every batch, as in training. Torch's loader takes
the samples one by one from a TensorDataset and stacks them; its workers are processes, which cost
more than they bring where a sample is a row of an array.
"""

import numpy as np
from t10_mnist import ArrayDataset, DataLoader

COUNT, PIXELS = 60_000, 784


def arrays():
    """Return pixels (60,000, 784) and labels, the same ones in every process."""
    rng = np.random.default_rng(0)
    x = rng.integers(256, size=(COUNT, PIXELS), dtype=np.uint8)
    return x, rng.integers(10, size=COUNT)


def scaled(x, y, *, rng):
    """Return pixels from 0 to 1."""
    return x * np.float32(1 / 255), y


def ours(batch_size, prefetch=0):
    """Return make() for an epoch of our loader."""

    def make():
        from scratchcore import keep_freed_memory

        keep_freed_memory()  # as training does: a batch of floats is memory the system takes back
        rng = np.random.default_rng(0)
        options = {"shuffle": True, "rng": rng, "prefetch": prefetch, "transform": scaled}
        loader = DataLoader(ArrayDataset(*arrays()), batch_size, **options)
        return lambda: consume(loader)

    return make


def naive(batch_size):
    """Return make() for an epoch that stacks samples in a Python loop."""

    def make():
        x, y = arrays()
        rng = np.random.default_rng(0)

        def batches():
            order = rng.permutation(COUNT)
            for start in range(0, COUNT, batch_size):
                chosen = order[start : start + batch_size]
                pixels = np.stack([x[i] for i in chosen])
                yield pixels * np.float32(1 / 255), np.array([y[i] for i in chosen])

        return lambda: consume(batches())

    return make


def torchs(batch_size):
    """Return make() for an epoch of torch's DataLoader over a TensorDataset."""

    def make():
        import torch
        from torch.utils import data

        dataset = data.TensorDataset(*(torch.from_numpy(array) for array in arrays()))
        loader = data.DataLoader(dataset, batch_size, shuffle=True)
        return lambda: consume((x * (1 / 255), y) for x, y in loader)

    return make


def consume(batches):
    """Look at every batch; fail if a sample is missing."""
    count = sum(len(y) for _, y in batches)
    assert count == COUNT, count


def case(batch_size):
    """Return the case of one batch size, with the ratio that is asked for."""
    return {
        "ours": ours(batch_size),
        "naive": naive(batch_size),
        "torch": torchs(batch_size),
        "limits": {"torch": 0.2},
    }


CASES = {
    "epoch of MNIST, batch 64": case(64),
    "epoch of MNIST, batch 128": case(128),
    # A thread costs time here, where nobody computes while it works; it pays off beside training.
    "epoch of MNIST, batch 128, prefetch 2": {
        "ours": ours(128, prefetch=2),
        "torch": torchs(128),
    },
}
