"""One training step of the milestone's network with AdamW: ours, and torch in two memory orders.

`ours` is what the recipes train: two threads with half of the batch each. `one graph` leaves the
sharing of the work to each operation. Torch runs as users write it, NCHW; `torch channels_last`
takes its fast order and the fused AdamW.
"""

import numpy as np

# So small that the one batch is not learned by heart: gradients that vanish become denormal.
RATE = 1e-9
STAGES = ((32,), (64, 64), (128, 128))


def batch_of(size):
    """Return pictures (size, 3, 32, 32) and classes (size,), the same ones in every process."""
    rng = np.random.default_rng(0)
    return rng.standard_normal((size, 3, 32, 32), dtype=np.float32), rng.integers(0, 10, size)


def our_step(size, threads):
    """Return make() for the topics' own layers, loss and optimizer."""

    def make():
        from scratchcore import keep_freed_memory, tensor
        from t03_optimizers import AdamW
        from t08_losses import cross_entropy
        from t12_im2col import batch_innermost
        from t17_cifar10 import ConvNet, DataParallel

        keep_freed_memory()
        x, y = batch_of(size)
        x = tensor(batch_innermost(x))
        model = DataParallel(ConvNet(STAGES, rng=np.random.default_rng(1)), threads)
        optimizer = AdamW(model.parameters(), lr=RATE)

        def step():
            optimizer.zero_grad()
            cross_entropy(model(x), y).backward()
            optimizer.step()

        return step

    return make


def torch_network(nn):
    """Return the same network of torch's layers."""
    layers, channels = [], 3
    for number, widths in enumerate(STAGES):
        layers += [nn.MaxPool2d(2)] if number else []
        for width in widths:
            convolution = nn.Conv2d(channels, width, 3, padding=1, bias=False)
            layers += [convolution, nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10))


def torch_step(size, channels_last=False):
    """Return make() for torch's."""

    def make():
        import torch

        order = torch.channels_last if channels_last else torch.contiguous_format
        x, y = map(torch.from_numpy, batch_of(size))
        x = x.to(memory_format=order)
        model = torch_network(torch.nn).to(memory_format=order)
        optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, fused=channels_last)
        loss = torch.nn.CrossEntropyLoss()

        def step():
            optimizer.zero_grad()
            loss(model(x), y).backward()
            optimizer.step()

        return step

    return make


def case(size):
    """Return the case of one batch size."""
    return {
        "ours": our_step(size, 2),
        "one graph": our_step(size, 1),
        "torch": torch_step(size),
        "torch channels_last": torch_step(size, channels_last=True),
        "limits": {"torch": 0.95, "torch channels_last": 1.25},
    }


CASES = {f"training step, batch {size}": case(size) for size in (64, 128)}
