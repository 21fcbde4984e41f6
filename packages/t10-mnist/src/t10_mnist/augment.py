"""Augmentation: every picture of a batch turned, scaled, sheared and shifted at random, at once."""

import math

import numpy as np


def affine_maps(count, *, rotate=0.0, scale=0.0, shear=0.0, shift=0.0, rng):
    """Return random maps (count, 2, 3), float32, from places of the new picture to the old one.

    Row k holds [[a, b, c], [d, e, f]]: with the origin in the middle of the picture, the pixel at
    (y, x) of the new picture comes from (a y + b x + c, d y + e x + f) of the old one. The linear
    part is rotation(angle) @ [[1, shear], [0, 1]] / scale. Drawn uniformly in this order, `count`
    numbers each: the angle from -rotate to rotate (degrees), log(scale) from -log(1 + scale) to
    log(1 + scale), the shear from -shear to shear, then (count, 2) shifts from -shift to shift
    (pixels, y before x).
    """
    angle = np.radians(rng.uniform(-rotate, rotate, count))
    shrink = np.exp(-rng.uniform(-math.log1p(scale), math.log1p(scale), count))
    slant = rng.uniform(-shear, shear, count)
    cos, sin = shrink * np.cos(angle), shrink * np.sin(angle)
    maps = np.empty((count, 2, 3), np.float32)
    maps[:, 0, 0], maps[:, 0, 1] = cos, cos * slant - sin
    maps[:, 1, 0], maps[:, 1, 1] = sin, sin * slant + cos
    maps[:, :, 2] = rng.uniform(-shift, shift, (count, 2))
    return maps


def warp(images, maps):  # exercise
    """Return the pictures seen through their maps (`affine_maps`), in the pictures' dtype.

    `images` are (B, H, W) of a floating dtype, `maps` (B, 2, 3); `places` says where each new pixel
    comes from. Between pixels the value is the bilinear mean of the four around: up and down by the
    row's fraction, left and right by the column's. Outside the picture every pixel is 0.
    """
    count, height, width = images.shape
    wide = width + 3  # a border of zeros: one pixel before, and two after for the edge's neighbour
    padded = np.zeros((count, height + 3, wide), images.dtype)
    padded[:, 1:-2, 1:-2] = images
    y, x = places(maps, height, width)  # (B, H W) each
    np.clip(y, -1, height, out=y)  # what lies outside reads the border
    np.clip(x, -1, width, out=x)
    y += 1
    x += 1
    top, left = y.astype(np.int32), x.astype(np.int32)  # rounded down: y and x are not negative
    y -= top
    x -= left
    top *= wide
    top += left
    top += np.arange(count, dtype=np.int32)[:, None] * ((height + 3) * wide)
    flat = padded.reshape(-1)
    upper = _between(flat.take(top), flat.take(top + 1), x)
    top += wide
    lower = _between(flat.take(top), flat.take(top + 1), x)
    return _between(upper, lower, y).reshape(images.shape)


def places(maps, height, width):
    """Return (rows, columns), float32 (B, H * W) each: where new pixel k = y * W + x comes from.

    Pixel (0, 0) is the upper left one; places may lie between pixels and outside the picture.
    """
    middle_y, middle_x = (height - 1) / 2, (width - 1) / 2
    grid = np.ones((3, height, width), np.float32)
    grid[0] = (np.arange(height) - middle_y)[:, None]
    grid[1] = np.arange(width) - middle_x
    found = maps.astype(np.float32, copy=False).reshape(-1, 3) @ grid.reshape(3, -1)  # (2 B, H W)
    found = found.reshape(-1, 2, height * width)
    return found[:, 0] + np.float32(middle_y), found[:, 1] + np.float32(middle_x)


def _between(first, second, share):
    """Return first + share * (second - first), in the memory of `second`."""
    second -= first
    second *= share
    second += first
    return second


class RandomAffine:
    """Warp every picture of a batch by a map of its own: a `transform` for a DataLoader.

    `size` is (H, W); the pictures may be (B, H, W) or flat, (B, H * W), and keep their shape.
    """

    def __init__(self, size, *, rotate=0.0, scale=0.0, shear=0.0, shift=0.0):
        self.size = tuple(size)
        self.ranges = {"rotate": rotate, "scale": scale, "shear": shear, "shift": shift}
        for name, value in self.ranges.items():
            if not 0 <= value < math.inf:
                raise ValueError(f"{name} must be at least 0 and finite, got {value}")

    def __call__(self, images, *others, rng):
        """Return (new pictures, *others); what was given stays as it is."""
        pictures = images.reshape(-1, *self.size)  # (B, H, W)
        maps = affine_maps(len(pictures), **self.ranges, rng=rng)
        return warp(pictures, maps).reshape(images.shape), *others

    def __repr__(self):
        ranges = "".join(f", {name}={value}" for name, value in self.ranges.items() if value)
        return f"RandomAffine({self.size}{ranges})"
