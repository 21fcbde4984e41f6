"""Augmentation of a batch of 128 colour pictures: at once, picture by picture, and torch's tensors.

All of them crop from a border of 4, mirror half of the pictures, normalise and cut out 8 x 8. Torch
has no operation that crops each picture of a batch differently: it loops over the pictures, as its
data sets do.
"""

import numpy as np
from t17_cifar10 import CropFlip

COUNT, PADDING, SIZE = 128, 4, 8


def pictures():
    """Return uint8 pictures (128, 3, 32, 32), the same ones in every process."""
    return np.random.default_rng(0).integers(256, size=(COUNT, 3, 32, 32), dtype=np.uint8)


def ours():
    """Return a run of the transform."""
    from scratchcore import keep_freed_memory

    keep_freed_memory()  # as training does
    images, rng, transform = pictures(), np.random.default_rng(0), CropFlip(PADDING, SIZE)
    return lambda: transform(images, rng=rng)


def naive():
    """Return a run that handles one picture after the other."""
    images, rng = pictures(), np.random.default_rng(0)

    def one(image):
        padded = np.pad(image, ((0, 0), (PADDING, PADDING), (PADDING, PADDING)), mode="reflect")
        top, left = rng.integers(0, 2 * PADDING + 1, 2)
        image = padded[:, top : top + 32, left : left + 32]
        if rng.random() < 0.5:
            image = image[..., ::-1]
        image = (image.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.25)
        row, column = rng.integers(0, 32, 2) - SIZE // 2
        image[:, max(row, 0) : row + SIZE, max(column, 0) : column + SIZE] = 0
        return image

    return lambda: np.stack([one(image) for image in images])


def torch_loop():
    """Return the same loop on torch's tensors."""
    import torch

    images, rng = torch.from_numpy(pictures()), np.random.default_rng(0)

    def one(image):
        top, left = rng.integers(0, 2 * PADDING + 1, 2)
        image = image[:, top : top + 32, left : left + 32]
        image = torch.flip(image, (2,)) if rng.random() < 0.5 else image.clone()
        row, column = rng.integers(0, 32, 2) - SIZE // 2
        image[:, max(row, 0) : row + SIZE, max(column, 0) : column + SIZE] = 0
        return image

    def run():
        border = (PADDING, PADDING, PADDING, PADDING)
        scaled = (images.float() / 255 - 0.5) / 0.25
        padded = torch.nn.functional.pad(scaled, border, mode="reflect")
        return torch.stack([one(image) for image in padded])

    return run


CASES = {
    "augmented batch of 128": {
        "ours": ours,
        "naive": naive,
        "torch": torch_loop,
        "limits": {"torch": 0.5, "naive": 0.3},
    },
}
