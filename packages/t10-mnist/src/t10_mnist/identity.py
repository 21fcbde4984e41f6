"""What each part of a run is, in a text that differs when another run's state must not fit."""

import re
import zlib

from t10_mnist.dataloader import DataLoader


def describe_model(model):
    """Return the layers with their settings, and the shape and dtype of every array."""
    shapes = [f"{name} {array.dtype} {array.shape}" for name, array in model.state_dict().items()]
    return f"{describe(model)} with {', '.join(shapes)}"


def describe_options(part):
    """Return what a schedule or early stopping was made with: plain attributes, no state."""
    if part is None:
        return "none"
    kinds, state = bool | int | float | str | tuple, part.state_dict()
    options = {k: v for k, v in vars(part).items() if isinstance(v, kinds) and k not in state}
    return f"{type(part).__name__} {options}"


def describe_loader(loader):
    """Return the settings of a loader and, of an ArrayDataset, the CRC of every array."""
    if not isinstance(loader, DataLoader):
        return "none" if loader is None else type(loader).__name__
    parts = [f"{len(loader.dataset)} samples"]
    for array in getattr(loader.dataset, "arrays", ()):
        parts.append(f"{array.dtype} {array.shape} with CRC {zlib.crc32(array.tobytes()):08x}")
    for name in ("batch_size", "shuffle", "drop_last", "transform"):
        parts.append(f"{name} {describe(getattr(loader, name))}")
    return ", ".join(parts)


def describe(value):
    """Return the repr in one line, without memory addresses: each process has its own."""
    return " ".join(re.sub(r" at 0x[0-9A-Fa-f]+", "", repr(value)).split())


def around(text, other):
    """Return the part of a description where it begins to differ from the other one."""
    pairs = zip(text, other, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(text), len(other)))
    start = max(same - 30, 0)
    part = text[start : start + 90]
    return f"{'...' * (start > 0)}{part}{'...' * (start + 90 < len(text))}"
