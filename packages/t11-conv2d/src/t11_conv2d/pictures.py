"""What small kernels do to a photograph (source and licence: astronaut.txt)."""

import gzip
from importlib.resources import files

import numpy as np

from t11_conv2d.naive import conv2d_naive

# differences to the right and downwards, each smoothed across its direction
SOBEL = np.array(
    [[[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]], [[[-1, -2, -1], [0, 0, 0], [1, 2, 1]]]], np.float32
)  # (2, 1, 3, 3)


def photograph():
    """Return a grey photograph (96, 96), float32 from 0 (black) to 1 (white)."""
    packed = (files("t11_conv2d") / "astronaut.pgm.gz").read_bytes()
    _, size, _, pixels = gzip.decompress(packed).split(b"\n", maxsplit=3)
    width, height = map(int, size.split())
    grey = np.frombuffer(pixels, np.uint8).reshape(height, width)
    return grey.astype(np.float32) / np.float32(255)


def sobel(picture):  # exercise
    """Return how strong the edge at each inner pixel is, (H - 2, W - 2) for a picture (H, W).

    It is the length of the gradient that the two SOBEL kernels estimate, which are eight times too
    large: a ramp that rises by 1 per pixel has edges of strength 1. Keeps the picture's dtype.
    """
    both = conv2d_naive(picture[None, None], SOBEL.astype(picture.dtype) / 8)[0]  # (2, H-2, W-2)
    return np.sqrt(np.sum(both * both, axis=0))


def box_kernel(size, *, dtype=np.float32):
    """Return the kernel (size, size) that takes the mean of all it covers."""
    return np.full((size, size), 1 / size**2, dtype)


def gaussian_kernel(size, sigma, *, dtype=np.float32):  # exercise
    """Return the kernel (size, size) of a Gaussian of width `sigma` pixels, with the sum 1.

    Entry (a, b) is proportional to exp(-(squared distance from the centre) / (2 * sigma**2)); the
    centre of an even size lies between the pixels. ValueError unless sigma is positive.
    """
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, got {sigma}")
    distance = np.arange(size) - (size - 1) / 2
    line = np.exp(-distance * distance / (2 * sigma * sigma))  # (size,)
    line /= line.sum()
    return np.outer(line, line).astype(dtype)


def blur(picture, kernel):  # exercise
    """Return the mean of each pixel's neighbours weighted by kernel, (H, W) as the picture.

    The kernel (KH, KW) is positive. At the border it covers zeros that are no pixels: only what
    lies inside the picture counts in the mean, so that a white picture stays white.
    """
    weight = kernel[None, None]  # (1, 1, KH, KW)
    total = conv2d_naive(picture[None, None], weight, padding="same")
    share = conv2d_naive(np.ones_like(picture)[None, None], weight, padding="same")
    return (total / share)[0, 0]
