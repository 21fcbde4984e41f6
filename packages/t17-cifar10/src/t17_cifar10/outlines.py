"""The outlines of ten shapes as signed distances: negative inside, positive outside, 0 on the edge.

`x` grows to the right and `y` upwards; a shape fills about -1 to 1. The smaller of two distances is
their union, the larger one their intersection, and the negative of one is everything outside.
Nothing but + - * / sqrt, absolute values and comparisons is used, which IEEE 754 rounds in one way.
"""

import numpy as np

COS30, COS45 = 0.8660254037844386, 0.7071067811865476
TRIANGLE = ((0.0, -1.0), (COS30, 0.5), (-COS30, 0.5))  # where the sides face
STAR = (
    (0.0, -1.0),
    (0.9510565162951535, -0.30901699437494745),
    (0.5877852522924731, 0.8090169943749475),
    (-0.5877852522924731, 0.8090169943749475),
    (-0.9510565162951535, -0.30901699437494745),
)


def box(x, y, width, height):
    """Return the distance from a rectangle around 0 that ends at -width, width, -height, height."""
    return np.maximum(np.abs(x) - width, np.abs(y) - height)


def disk(x, y, radius=0.92):
    """Return the distance from a disk around 0."""
    return np.sqrt(x * x + y * y) - radius


def ring(x, y):
    """Return the distance from a band of width 0.4 along the circle of radius 0.75."""
    return np.abs(disk(x, y, 0.75)) - 0.2


def square_box(x, y):
    """Return the distance from a square of side 1.6."""
    return box(x, y, 0.8, 0.8)


def triangle(x, y):
    """Return the distance from a triangle with its base below: inside all three of its sides."""
    first, second, third = (a * x + b * y - 0.5 for a, b in TRIANGLE)
    return np.maximum(np.maximum(first, second), third)


def star(x, y):
    """Return the distance from a star of five points: inside at least four of its five sides."""
    sides = np.stack([a * x + b * y - 0.36 for a, b in STAR])  # (5, ...)
    return np.sort(sides, axis=0)[3]


def plus(x, y):
    """Return the distance from two bars that cross."""
    return np.minimum(box(x, y, 0.95, 0.3), box(x, y, 0.3, 0.95))


def crescent(x, y):  # exercise
    """Return the distance from a moon that opens to the right.

    It is what a disk of radius 0.95 around (0, 0) has in common with the outside of a disk of
    radius 0.78 around (0.45, 0).
    """
    return np.maximum(disk(x, y, 0.95), -disk(x - 0.45, y, 0.78))


def bars(x, y):
    """Return the distance from two bars, one above the other."""
    return box(x, np.abs(y) - 0.55, 0.9, 0.27)


def tee(x, y):
    """Return the distance from the letter T."""
    return np.minimum(box(x, y - 0.62, 0.9, 0.28), box(x, y + 0.2, 0.28, 0.75))


def arrow(x, y):
    """Return the distance from an arrow that points upwards."""
    head = COS45 * (np.abs(x) + y) - 0.67
    return np.minimum(np.maximum(head, -y), box(x, y + 0.45, 0.28, 0.5))


OUTLINES = {
    "disk": disk,
    "ring": ring,
    "square": square_box,
    "triangle": triangle,
    "star": star,
    "plus": plus,
    "crescent": crescent,
    "bars": bars,
    "tee": tee,
    "arrow": arrow,
}
SHAPES = tuple(OUTLINES)  # the names of classes 0 to 9
