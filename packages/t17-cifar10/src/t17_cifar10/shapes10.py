"""shapes10: ten shapes on 32 x 32 colour pictures, drawn from a seed and the picture's number.

A small stand-in for photographs: place, size, tilt, colours, texture, light, clutter and noise
vary, so that colours alone tell little and a linear classifier fails. The pixels are the same on
every machine: all numbers come from `splitmix`, all arithmetic is one correctly rounded float64
operation after the other, and sums of three are written out: a reduction may add in any order.
"""

import hashlib

import numpy as np
from t10_mnist import ArrayDataset, data_folder, read_idx, write_idx
from t10_mnist.dataset import whole_number

from t17_cifar10.outlines import OUTLINES, SHAPES
from t17_cifar10.splitmix import Streams, splitmix64

SIZE = 32
CHUNK = 100  # pictures at a time: what is computed with stays in the cache
PARTS = {"train": (0, 10_000), "test": (1, 2_000)}  # seed and number of pictures
SHA256 = {
    "train": "2d8d4615aea1c589a644b941eed506a5bc5df4f89fb8aba1212054f3e2fada7e",
    "test": "5761841f1812a79fc96326b07180c96acd616b3d7a2fa12d2fff51e585025cab",
}
ACROSS = np.arange(SIZE) - (SIZE - 1) / 2  # (32,) pixels from the middle, to the right
UP = -ACROSS[:, None]  # (32, 1) pixels from the middle, upwards

# What things of a class often look like: colours of the shape and of what is behind it, (10, 3).
FRONT = np.array(
    [
        [0.85, 0.75, 0.25],
        [0.75, 0.30, 0.65],
        [0.70, 0.35, 0.25],
        [0.30, 0.60, 0.35],
        [0.90, 0.85, 0.60],
        [0.85, 0.25, 0.25],
        [0.75, 0.75, 0.85],
        [0.45, 0.35, 0.25],
        [0.30, 0.40, 0.75],
        [0.35, 0.70, 0.70],
    ]
)
BEHIND = np.array(
    [
        [0.35, 0.55, 0.85],
        [0.30, 0.30, 0.35],
        [0.60, 0.60, 0.55],
        [0.70, 0.80, 0.90],
        [0.12, 0.12, 0.30],
        [0.85, 0.85, 0.80],
        [0.20, 0.15, 0.30],
        [0.55, 0.70, 0.40],
        [0.75, 0.65, 0.45],
        [0.35, 0.50, 0.35],
    ]
)
HABIT = 0.45  # how often a colour is the class's usual one


def draw_shapes(seed, start, stop):
    """Return pictures `start` to `stop - 1` of a seed: uint8 (n, 3, 32, 32), and labels int64 (n,).

    Picture i shows shape i % 10 of SHAPES and depends on (seed, i) alone. Whoever trains on them
    shuffles them first: their order gives the labels away.
    """
    whole_number("seed", seed, 0)
    if not 0 <= start <= stop:
        raise ValueError(f"start must be from 0 to stop={stop}, got {start}")
    indices = np.arange(start, stop, dtype=np.int64)
    images = np.empty((len(indices), 3, SIZE, SIZE), np.uint8)
    for first in range(0, len(indices), CHUNK):
        part = slice(first, first + CHUNK)
        keys = splitmix64(np.uint64(seed), indices[part].astype(np.uint64))
        images[part] = _draw(indices[part] % 10, Streams(keys))
    return images, indices % 10


def load_shapes10(folder=None):
    """Return (train, test), ArrayDatasets of images uint8 (N, 3, 32, 32) and labels int64 (N,).

    10,000 and 2,000 pictures of two seeds, in the order of `draw_shapes`. Drawn once, which takes
    some seconds, and kept in `data_folder(folder)` / "shapes10"; a damaged file is drawn again.
    """
    return tuple(_load(part, data_folder(folder) / "shapes10") for part in PARTS)


def _load(part, home):
    seed, count = PARTS[part]
    path = home / f"{part}-images.idx"
    images = _read(path, SHA256[part])
    if images is None:
        images, _ = draw_shapes(seed, 0, count)
        found = hashlib.sha256(images).hexdigest()
        if found != SHA256[part]:
            raise RuntimeError(
                f"the {part} pictures of shapes10 have the SHA-256 {found}, expected"
                f" {SHA256[part]}: splitmix64, an outline or the drawing computes something else"
            )
        home.mkdir(parents=True, exist_ok=True)
        write_idx(path, images)
    return ArrayDataset(images, np.arange(count, dtype=np.int64) % 10)


def _read(path, sha256):
    """Return the pictures in a file; None if it is missing, damaged, or of another version."""
    try:
        images = read_idx(path)
    except (FileNotFoundError, ValueError):
        return None
    return images if hashlib.sha256(images).hexdigest() == sha256 else None


def _draw(labels, numbers):
    """Return the pictures, uint8 (n, 3, 32, 32), of shapes `labels`; (n, 1, 1, 1) is a number each.

    The order in which numbers are taken from the streams is part of what the pictures are.
    """
    backdrop, colour = _backdrop(labels, numbers)
    picture = _clutter(backdrop, 0.7, numbers)
    picture = _clutter(picture, 0.7, numbers)
    picture = _shape(picture, labels, colour, numbers)
    picture = _clutter(picture, 0.35, numbers)  # in front of the shape
    contrast, light = numbers.uniform(0.6, 1.1), numbers.uniform(-0.15, 0.15)
    picture = (picture - 0.5) * contrast + (0.5 + light)
    picture = picture + numbers.bell(3, SIZE, SIZE) * numbers.uniform(0.024, 0.08)
    return np.floor(np.clip(picture, 0.0, 1.0) * 255 + 0.5).astype(np.uint8)


def _backdrop(labels, numbers):
    """Return a colour gradient with clouds (n, 3, 32, 32), and its mean colour (n, 3, 1, 1)."""
    first = _colour(BEHIND[labels], 0.175, numbers)
    second = first + numbers.uniform(-0.35, 0.35, (3, 1, 1))
    cos, sin = _direction(numbers)
    share = np.clip(0.5 + (cos * ACROSS + sin * UP) / SIZE, 0.0, 1.0)  # (n, 1, 32, 32)
    clouds = _clouds(numbers) - 0.5
    picture = first + (second - first) * share + clouds * numbers.uniform(0.1, 0.4)
    return picture, (first + second) / 2


def _colour(usual, spread, numbers):
    """Return colours (n, 3, 1, 1): near the class's usual ones (n, 3), or anything at all."""
    habit = numbers.uniform() < HABIT
    near = usual[:, :, None, None] + numbers.uniform(-spread, spread, (3, 1, 1))
    return np.where(habit, near, numbers.uniform(shape=(3, 1, 1)))


def _direction(numbers, most=1.0):
    """Return the cosine and sine, (n, 1, 1, 1), of angles whose halves have tangents up to `most`.

    These are rational numbers of the tangent: no library's cosine is asked, which differ.
    """
    tangent = numbers.uniform(-most, most)
    square = tangent * tangent
    return (1 - square) / (1 + square), 2 * tangent / (1 + square)


def _clouds(numbers):
    """Return smooth noise (n, 3, 32, 32) from 0 to 1: 6 x 6 random heights and what is between."""
    heights = numbers.uniform(shape=(3, 6, 6))
    cells, far = np.divmod(np.arange(SIZE) * 5, SIZE)  # which height comes before, how far after it
    far = far / SIZE
    far = far * far * (3 - 2 * far)  # level at the heights, so that no edges show
    rows = heights[:, :, cells]  # (n, 3, 32, 6)
    rows = rows + (heights[:, :, cells + 1] - rows) * far[:, None]
    left = rows[..., cells]  # (n, 3, 32, 32)
    return left + (rows[..., cells + 1] - left) * far


def _clutter(picture, share, numbers):
    """Return the pictures with an ellipse or a rectangle on top, in a `share` of them."""
    across, up = numbers.uniform(-15, 15), numbers.uniform(-15, 15)
    width, height = numbers.uniform(1.5, 5), numbers.uniform(1.5, 5)
    x, y = _turned(ACROSS - across, UP - up, *_direction(numbers))
    x, y = x / width, y / height
    rounded = numbers.uniform() < 0.5
    distance = np.where(rounded, np.sqrt(x * x + y * y), np.maximum(np.abs(x), np.abs(y))) - 1
    cover = np.clip(0.5 - 2 * distance, 0.0, 1.0) * (numbers.uniform() < share)
    return picture + (numbers.uniform(shape=(3, 1, 1)) - picture) * cover


def _shape(picture, labels, behind, numbers):
    """Return the pictures with their shapes on top; `behind` is the backdrop's colour."""
    size, aspect = numbers.uniform(8, 12.5), numbers.uniform(0.8, 1.25)
    across, up = numbers.uniform(-4, 4), numbers.uniform(-4, 4)
    x, y = _turned(ACROSS - across, UP - up, *_direction(numbers))
    x, y = x / (size * aspect), y / (size / aspect)
    x = x + numbers.uniform(-0.25, 0.25) * y  # slanted
    distance = np.empty_like(x)  # (n, 1, 32, 32)
    for label, name in enumerate(SHAPES):
        chosen = labels == label
        distance[chosen] = OUTLINES[name](x[chosen], y[chosen])
    cover = np.clip(0.5 - distance * size, 0.0, 1.0)
    colour = _apart(_colour(FRONT[labels], 0.2, numbers), behind)
    colour = colour + (_texture(x, y, numbers) - 0.5) * numbers.uniform(0.05, 0.35)
    return picture + (colour - picture) * cover


def _turned(x, y, cos, sin):
    """Return the coordinates of places (x, y) in axes that are turned."""
    return cos * x + sin * y, cos * y - sin * x


def _apart(colour, other, least=0.5):
    """Return colours (n, 3, 1, 1) at least `least` away from `other`, in the direction they had."""
    away = colour - other
    squares = away * away
    length = np.sqrt(squares[:, :1] + squares[:, 1:2] + squares[:, 2:]) + 1e-9
    return np.where(length < least, other + away / length * least, colour)


def _texture(x, y, numbers):
    """Return stripes, a chessboard or nothing (0.5) on the shape, (n, 1, 32, 32) from 0 to 1."""
    kind, count, shift = numbers.uniform(), numbers.uniform(2, 5), numbers.uniform()
    wave, other = np.where(kind < 0.33, x, y) * count + shift, x * count + shift
    stripes = np.abs((wave - np.floor(wave)) * 2 - 1)
    board = (np.floor(wave) + np.floor(other)) % 2
    return np.where(kind < 0.5, stripes, np.where(kind < 0.7, board, 0.5))
