"""The surfaces: derivatives against central differences, and their minima."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import SGD, SURFACES, descend

every_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)


@every_surface
def test_gradients_agree_with_central_differences(surface):
    rng = np.random.default_rng(0)
    h = 1e-5
    for x, y in rng.uniform(-2, 2, (20, 2)):
        by_x = (surface.value(x + h, y) - surface.value(x - h, y)) / (2 * h)
        by_y = (surface.value(x, y + h) - surface.value(x, y - h)) / (2 * h)
        got = surface.gradient(x, y)
        assert_close(got, [by_x, by_y], name=f"gradient at {x}, {y}", rtol=1e-6, atol=1e-5)


@every_surface
def test_the_gradient_is_zero_and_the_value_least_at_the_minima(surface):
    rng = np.random.default_rng(1)
    for x, y in surface.minima:
        assert np.allclose(surface.gradient(x, y), 0, atol=1e-3)
        around = surface.value(*(np.array([[x], [y]]) + rng.uniform(-0.1, 0.1, (2, 50))))
        assert np.all(around > surface.value(x, y))


VALUES = {
    "Rosenbrock": (24.2, 0.0),
    "Beale": (2.0**2 + 3.5**2 + 5.0**2, 0.0),  # c - 1 + 1.5**k is 2, 3.5, 5
    "Himmelblau": (11.5**2 + 6.75**2, 0.0),
    "saddle": (1.44 - 1e-6, -1.0),
}


@every_surface
def test_values_at_the_start_and_in_the_minima(surface):
    start, least = VALUES[surface.name]
    assert surface.value(*surface.start) == pytest.approx(start, rel=1e-6)
    for minimum in surface.minima:
        assert surface.value(*minimum) == pytest.approx(least, abs=1e-6)


@every_surface
def test_values_and_gradients_work_on_grids(surface):
    x, y = np.meshgrid(np.linspace(-1, 1, 5), np.linspace(-1, 1, 3))
    values, (by_x, by_y) = surface.value(x, y), surface.gradient(x, y)
    assert values.shape == by_x.shape == by_y.shape == (3, 5)
    assert values[2, 1] == surface.value(x[2, 1], y[2, 1])


def test_the_minima_are_all_there():
    assert [len(set(surface.minima)) for surface in SURFACES] == [1, 1, 4, 2]


def test_a_path_begins_at_the_start_and_follows_the_gradient():
    saddle = SURFACES[3]
    path = descend(saddle, lambda params: SGD(params, lr=0.25), steps=2)
    assert path.shape == (3, 2)
    first, second = path[0], path[1]
    assert tuple(first) == saddle.start
    assert_close(second, first - 0.25 * np.array(saddle.gradient(*first)), name="second point")
