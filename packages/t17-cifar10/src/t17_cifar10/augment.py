"""Augmentation of whole batches: crop, mirror and cutout without a loop over pictures.

Pictures are (N, C, H, W). A mirror image has the same class only where left and right do not
matter: a horse may look the other way, but a mirrored 2, b or arrow to the left is another thing.
Mixing pictures is t09's `mixup`.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from t10_mnist.dataset import whole_number
from t12_im2col import empty_batch_innermost

MODES = {"reflect": "reflect", "zero": "constant"}  # of random_crop, and of np.pad


def random_crop(images, *, padding=4, mode="reflect", rng):  # exercise
    """Return each picture moved by up to `padding` pixels in each direction, in its dtype and size.

    The pictures are padded on all four sides, by mirroring around the edge pixels or by zeros
    (MODES), and a window of their old size is cut out of each. Its upper left corner is drawn by
    `rng.integers(0, 2 * padding + 1, (2, N))`, the rows of all pictures before the columns.
    """
    require_images(images)
    count, _, height, width = images.shape
    border = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded = np.pad(images, border, mode=np_mode(images, padding, mode))
    top, left = rng.integers(0, 2 * padding + 1, (2, count))
    windows = sliding_window_view(padded, (height, width), axis=(2, 3))  # (N, C, places, H, W)
    return windows[np.arange(count), :, top, left]  # (N, C, H, W)


def random_flip(images, *, share=0.5, rng):  # exercise
    """Return the pictures, a `share` of them mirrored left to right: where `rng.random(N) < share`.

    The columns are read in reverse: rows, channels and the order of the pictures stay.
    """
    require_images(images)
    if not 0 <= share <= 1:
        raise ValueError(f"share must be from 0 to 1, got {share}")
    flips = rng.random(len(images)) < share
    out = images.copy(order="K")
    out[flips] = images[flips][..., ::-1]
    return out


def cutout(images, *, size, fill=0, rng):  # exercise
    """Return the pictures with a square of `fill` in each, in their dtype and order in memory.

    The square begins `size // 2` pixels before a centre and has `size` rows and columns; what lies
    beyond the edge is cut off, so that corners are seen more often than they are hidden. The
    centres are `rng.integers(0, (H, W), (N, 2))`. Source: DeVries and Taylor, arXiv:1708.04552.
    """
    require_images(images)
    whole_number("size", size, 0)
    count, _, height, width = images.shape
    first = rng.integers(0, (height, width), (count, 2)) - size // 2  # (N, 2)
    rows = np.arange(height)[:, None] - first[:, 0]  # (H, N), from the square's first row
    columns = np.arange(width)[:, None] - first[:, 1]  # (W, N)
    rows, columns = ((places >= 0) & (places < size) for places in (rows, columns))
    hidden = rows[:, None, None, :] & columns  # (H, 1, W, N), in memory as the batch should be
    out = images.copy(order="K")
    np.copyto(out, fill, where=hidden.transpose(3, 1, 0, 2))
    return out


def normalize_images(images, mean, std):  # exercise
    """Return (images / 255 - mean) / std of pictures, float32 (N, C, H, W), batch innermost.

    The pixels are numbers from 0 to 255, of any dtype. `mean` and `std` are one number or one for
    each channel, (C,); `require_colours` checks them. The result is made by
    `empty_batch_innermost`: the convolutions are fastest with that order in memory.
    """
    require_images(images)
    require_colours(images, mean, std)
    mean, std = (np.asarray(value, np.float64).reshape(-1, 1, 1) for value in (mean, std))
    out = empty_batch_innermost(images.shape, np.float32)
    out[...] = images
    out *= (1 / (255 * std)).astype(np.float32)  # one product and one sum for each pixel
    out -= (mean / std).astype(np.float32)
    return out


class CropFlip:
    """Crop, mirror, normalise and cut out: a `transform` for a DataLoader of uint8 pictures.

    `padding`, `flip` and `cutout` (the size of the square) may be 0, or False, to leave that out.
    `flip` is wrong for pictures whose meaning changes in a mirror.
    """

    def __init__(self, padding=4, cutout=8, flip=True, *, mode="reflect", mean=0.5, std=0.25):
        self.padding = whole_number("padding", padding, 0)
        self.cutout = whole_number("cutout", cutout, 0)
        if mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
        self.flip, self.mode = bool(flip), mode
        self.mean, self.std = mean, std

    def __call__(self, images, *others, rng):
        """Return (float32 pictures, *others); what was given stays as it is."""
        if self.padding:
            images = random_crop(images, padding=self.padding, mode=self.mode, rng=rng)
        if self.flip:
            images = random_flip(images, rng=rng)
        images = normalize_images(images, self.mean, self.std)
        if self.cutout:  # after normalising: 0 is the mean colour then
            images = cutout(images, size=self.cutout, rng=rng)
        return images, *others

    def __repr__(self):
        chosen = f"padding={self.padding}, cutout={self.cutout}, flip={self.flip}"
        return f"CropFlip({chosen}, mode={self.mode!r}, mean={self.mean}, std={self.std})"


def require_images(images):
    """Raise ValueError unless `images` has the four axes of pictures."""
    if images.ndim != 4:
        raise ValueError(f"images must be (N, C, H, W), got the shape {images.shape}")


def require_colours(images, mean, std):
    """Raise ValueError unless mean and std are one number or one for each channel, std positive."""
    for name, value in (("mean", mean), ("std", std)):
        if np.shape(value) not in {(), (1,), images.shape[1:2]}:
            raise ValueError(
                f"{name} must be one number or one for each of the {images.shape[1]} channels, got "
                f"shape {np.shape(value)}"
            )
    if not (np.asarray(std) > 0).all():
        raise ValueError(f"std must be positive, got {std}")


def np_mode(images, padding, mode):
    """Return np.pad's word for `mode`; ValueError for an unknown one, or too wide a border."""
    whole_number("padding", padding, 0)
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, got {mode!r}")
    if mode == "reflect" and padding >= min(images.shape[2:]):
        raise ValueError(f"padding is {padding}, too much to mirror pictures {images.shape[2:]}")
    return MODES[mode]
