"""Four surfaces over the plane to watch optimizers on, with their gradients."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Surface:
    """A function of x and y, its gradient, where descent begins, and where the minima are."""

    name: str
    value: Callable
    gradient: Callable
    start: tuple
    minima: tuple


class Point:
    """A parameter with two coordinates."""

    def __init__(self, xy):
        self.data = np.array(xy, np.float64)
        self.grad = None


def descend(surface, make_optimizer, *, steps):
    """Return the path (steps + 1, 2) of `make_optimizer([point])` down from surface.start."""
    point = Point(surface.start)
    optimizer = make_optimizer([point])
    path = [point.data.copy()]
    for _ in range(steps):
        point.grad = np.array(surface.gradient(*point.data))
        optimizer.step()
        path.append(point.data.copy())
    return np.array(path)


def rosenbrock(x, y):
    """Return (1 - x)**2 + 100 (y - x**2)**2: a curved valley, steep across and flat along."""
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def rosenbrock_gradient(x, y):
    """Return the derivatives of rosenbrock by x and y."""
    across = y - x * x
    return -2 * (1 - x) - 400 * x * across, 200 * across


_BEALE = (1.5, 2.25, 2.625)


def beale(x, y):
    """Return the sum of (c_k - x + x y**k)**2, k = 1, 2, 3: a plateau with steep corners."""
    return sum((c - x + x * y**k) ** 2 for k, c in enumerate(_BEALE, 1))


def beale_gradient(x, y):
    """Return the derivatives of beale by x and y."""
    terms = [(k, c - x + x * y**k) for k, c in enumerate(_BEALE, 1)]
    by_x = sum(2 * term * (y**k - 1) for k, term in terms)
    by_y = sum(2 * term * k * x * y ** (k - 1) for k, term in terms)
    return by_x, by_y


def himmelblau(x, y):
    """Return (x**2 + y - 11)**2 + (x + y**2 - 7)**2: four minima, all 0."""
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def himmelblau_gradient(x, y):
    """Return the derivatives of himmelblau by x and y."""
    first, second = x * x + y - 11, x + y * y - 7
    return 4 * x * first + 2 * second, 2 * first + 4 * y * second


def saddle(x, y):
    """Return x**2 - y**2 + y**4 / 4: flat at the origin, with a minimum on either side of it."""
    return x * x - y * y + y**4 / 4


def saddle_gradient(x, y):
    """Return the derivatives of saddle by x and y."""
    return 2 * x, -2 * y + y**3


ROSENBROCK = Surface("Rosenbrock", rosenbrock, rosenbrock_gradient, (-1.2, 1.0), ((1.0, 1.0),))
BEALE = Surface("Beale", beale, beale_gradient, (1.0, 1.5), ((3.0, 0.5),))
HIMMELBLAU = Surface(
    "Himmelblau",
    himmelblau,
    himmelblau_gradient,
    (0.0, -0.5),
    ((3.0, 2.0), (-2.805118, 3.131313), (-3.77931, -3.283186), (3.584428, -1.848127)),
)
SADDLE = Surface(
    "saddle", saddle, saddle_gradient, (1.2, 1e-3), ((0.0, math.sqrt(2)), (0.0, -math.sqrt(2)))
)
SURFACES = (ROSENBROCK, BEALE, HIMMELBLAU, SADDLE)
