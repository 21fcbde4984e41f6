"""What fit adds to a training step: an epoch by fit, by a bare loop of ours, and by torch's.

MLP 64-256-128-10 on 12,800 rows in batches of 128, AdamW, one-cycle, accuracy measured. The bare
loop calls model, loss, backward, optimizer and schedule and measures nothing. Saving a checkpoint
is compared with torch.save, which pickles and is not atomic.
"""

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from t03_optimizers import AdamW, OneCycleLR
from t05_mlp import Linear, Sequential
from t07_activations import ReLU
from t08_losses import cross_entropy
from t10_mnist import (
    ArrayDataset,
    DataLoader,
    RandomAffine,
    accuracy,
    affine_maps,
    fit,
    load_checkpoint,
    save_checkpoint,
)

WIDTHS, BATCH, STEPS = (64, 256, 128, 10), 128, 100
EVER = 10**6  # steps of the schedule: more than any benchmark takes


def data():
    """Return the rows (N, 64) and labels (N,), the same ones in every process."""
    rng = np.random.default_rng(0)
    x = rng.random((BATCH * STEPS, WIDTHS[0]), np.float32)
    return x, rng.integers(0, 10, len(x))


def network():
    """Return (model, loader, optimizer, schedule)."""
    rng = np.random.default_rng(1)
    layers = []
    for fan_in, fan_out in pairwise(WIDTHS):
        layers += [Linear(fan_in, fan_out, rng=rng), ReLU()]
    model = Sequential(*layers[:-1])
    loader = DataLoader(ArrayDataset(*data()), BATCH, shuffle=True, rng=rng)
    optimizer = AdamW(model.parameters())
    return model, loader, optimizer, OneCycleLR(optimizer, 1e-3, EVER)


def by_fit(**more):
    """Return make() for one epoch by fit."""

    def make():
        model, loader, optimizer, schedule = network()
        options = {"loss": cross_entropy, "optimizer": optimizer, "schedule": schedule, **more}
        return lambda: fit(model, loader, epochs=1, progress=False, **options)

    return make


def by_a_bare_loop():
    """Return one epoch of the same steps and nothing else."""
    model, loader, optimizer, schedule = network()

    def epoch():
        for x, y in loader:
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()
            schedule.step()

    return epoch


def torch_network():
    """Return (model, optimizer, schedule) of torch."""
    import torch

    layers = []
    for fan_in, fan_out in pairwise(WIDTHS):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.AdamW(model.parameters())
    return model, optimizer, torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-3, EVER)


def torch_epoch(batches):
    """Return one epoch in torch over `batches()` that measures loss and accuracy."""
    from torch.nn.functional import cross_entropy as torch_loss

    model, optimizer, schedule = torch_network()

    def epoch():
        total, right = 0.0, 0
        for x, y in batches():
            optimizer.zero_grad()
            scores = model(x)
            loss = torch_loss(scores, y)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(y)
            right += (scores.argmax(dim=1) == y).sum().item()

    return epoch


def by_torch():
    """Return torch's epoch with its own DataLoader."""
    import torch

    dataset = torch.utils.data.TensorDataset(*map(torch.from_numpy, data()))
    loader = torch.utils.data.DataLoader(dataset, BATCH, shuffle=True)
    return torch_epoch(lambda: loader)


def by_torch_with_indexed_batches():
    """Return torch's epoch with batches by index: its steps without its DataLoader."""
    import torch

    x, y = map(torch.from_numpy, data())
    return torch_epoch(lambda: ((x[i], y[i]) for i in torch.randperm(len(x)).split(BATCH)))


def warped():
    """Return the augmentation of a batch of MNIST."""
    images = np.random.default_rng(0).random((BATCH, 28, 28), np.float32)
    transform = RandomAffine((28, 28), rotate=10, scale=0.1, shear=0.2, shift=1.5)
    generator = np.random.default_rng(1)
    return lambda: transform(images, rng=generator)


def warped_by_torch():
    """Return the same by affine_grid and grid_sample."""
    import torch

    images = torch.rand(BATCH, 1, 28, 28)
    generator = np.random.default_rng(1)
    ranges = {"rotate": 10, "scale": 0.1, "shear": 0.2, "shift": 0.1}

    def warp():
        theta = torch.from_numpy(affine_maps(BATCH, **ranges, rng=generator))
        grid = torch.nn.functional.affine_grid(theta, images.shape, align_corners=True)
        return torch.nn.functional.grid_sample(images, grid, align_corners=True)

    return warp


def tree():
    """Return the state of a network with Adam's moments: 2.6 MB in 18 arrays."""
    rng = np.random.default_rng(0)
    shapes = [(512, 300), (512,), (128, 512), (128,), (10, 128), (10,)]
    return {
        part: {str(k): rng.random(shape, np.float32) for k, shape in enumerate(shapes)}
        for part in ("model", "m", "v")
    }


def saved():
    """Return saving and loading a checkpoint."""
    file, state = Path(tempfile.mkdtemp()) / "run.npz", tree()

    def there_and_back():
        save_checkpoint(file, state)
        return load_checkpoint(file)

    return there_and_back


def saved_by_torch():
    """Return torch.save and torch.load, without fsync and rename."""
    import torch

    file = Path(tempfile.mkdtemp()) / "run.pt"
    state = {
        part: {k: torch.from_numpy(a) for k, a in rest.items()} for part, rest in tree().items()
    }

    def there_and_back():
        torch.save(state, file)
        return torch.load(file)

    return there_and_back


CASES = {
    "epoch of 100 steps": {
        "ours": by_fit(),
        "bare loop": by_a_bare_loop,
        "torch": by_torch,
        "torch, indexed": by_torch_with_indexed_batches,
        "limits": {"bare loop": 1.15, "torch": 1.0},
    },
    "epoch with accuracy": {
        "ours": by_fit(metrics={"accuracy": accuracy}),
        "bare loop": by_a_bare_loop,
        "torch": by_torch,
        "limits": {"bare loop": 1.2, "torch": 1.0},
    },
    "augmentation of a batch": {
        "ours": warped,
        "torch": warped_by_torch,
    },
    "checkpoint of 2.6 MB": {"ours": saved, "torch": saved_by_torch},
}
