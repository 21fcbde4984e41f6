"""Edges and blur

Expected values come from ramps and steps whose edges are known, and from means over neighbours.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import blur, gaussian_kernel, photograph, sobel

SOBEL_HINT = "scratch hint t11 sobel"
GAUSS_HINT = "scratch hint t11 gaussian_kernel"
BLUR_HINT = "scratch hint t11 blur"


@pytest.mark.parametrize(("down", "right"), [(0.0, 1.0), (1.0, 0.0), (3.0, -4.0), (-0.5, -0.25)])
def test_a_ramp_has_the_same_edge_everywhere(down, right):
    rows, columns = np.mgrid[:6, :5]
    picture = down * rows + right * columns + 2.0
    assert_close(
        sobel(picture),
        np.full((4, 3), np.hypot(down, right)),
        name=f"edges of a ramp of slope ({down}, {right})",
        why="a SOBEL kernel gives eight times the slope; both directions together are the length "
        "of a vector",
        hint=SOBEL_HINT,
    )


def test_edges_of_the_photograph_are_differences_of_smoothed_rows_and_columns():
    picture = photograph()[20:50, 30:70].astype(np.float64)
    smooth_rows = (picture[:-2] + 2 * picture[1:-1] + picture[2:]) / 4
    smooth_columns = (picture[:, :-2] + 2 * picture[:, 1:-1] + picture[:, 2:]) / 4
    right = (smooth_rows[:, 2:] - smooth_rows[:, :-2]) / 2
    down = (smooth_columns[2:] - smooth_columns[:-2]) / 2
    assert_close(
        sobel(picture),
        np.hypot(right, down),
        name="edges of the photograph",
        why="each SOBEL kernel is a difference in one direction, smoothed by 1, 2, 1 in the other",
        hint=SOBEL_HINT,
    )


def test_an_even_picture_has_no_edges_and_float32_stays():
    got = sobel(np.full((4, 5), 0.5, np.float32))
    why = "nothing changes, not even at the border, where no zeros may be seen"
    assert_close(got, np.zeros((2, 3), np.float32), name="edges", why=why, hint=SOBEL_HINT)


@pytest.mark.parametrize(("size", "sigma"), [(3, 0.8), (5, 1.5), (4, 1.0), (1, 2.0)])
def test_the_gaussian_falls_with_the_squared_distance_and_sums_to_one(size, sigma):
    centre = (size - 1) / 2
    expected = np.array(
        [
            [np.exp(-((a - centre) ** 2 + (b - centre) ** 2) / (2 * sigma**2)) for b in range(size)]
            for a in range(size)
        ]
    )
    got = gaussian_kernel(size, sigma, dtype=np.float64)
    assert_close(
        got,
        expected / expected.sum(),
        name=f"gaussian_kernel({size}, {sigma})",
        why="exp(-distance² / (2 sigma²)) from the centre (size - 1) / 2, divided by the sum of "
        "all, so that a blur keeps the brightness",
        hint=GAUSS_HINT,
    )
    assert gaussian_kernel(size, sigma).dtype == np.float32, "dtype is float32 unless asked"


@pytest.mark.parametrize("sigma", [0, -1.0, np.nan])
def test_a_gaussian_needs_a_width(sigma):
    with pytest.raises(ValueError, match="sigma"):
        gaussian_kernel(3, sigma)


def weighted_mean(picture, kernel):
    """Return the mean of what lies under the kernel and inside the picture, pixel by pixel."""
    out = np.zeros(picture.shape)
    top, left = (kernel.shape[0] - 1) // 2, (kernel.shape[1] - 1) // 2
    for i, j in np.ndindex(picture.shape):
        total = share = 0.0
        for a, b in np.ndindex(kernel.shape):
            row, column = i + a - top, j + b - left
            if 0 <= row < picture.shape[0] and 0 <= column < picture.shape[1]:
                total += picture[row, column] * kernel[a, b]
                share += kernel[a, b]
        out[i, j] = total / share
    return out


@pytest.mark.parametrize("shape", [(3, 3), (1, 5), (4, 3), (9, 9)])
def test_blur_is_the_mean_of_what_lies_inside(shape):
    rng = np.random.default_rng(0)
    picture, kernel = rng.random((6, 7)), rng.random(shape) + 0.1
    assert_close(
        blur(picture, kernel),
        weighted_mean(picture, kernel),
        name=f"blur with a kernel {shape}",
        why="zeros around the picture are no pixels: each place divides by the weights that lie "
        "inside",
        hint=BLUR_HINT,
    )


def test_a_white_picture_stays_white():
    got = blur(np.ones((5, 6), np.float32), gaussian_kernel(5, 1.0) * np.float32(3))
    why = "a mean of ones is 1, at the border too and whatever the kernel sums to"
    assert_close(got, np.ones((5, 6), np.float32), name="blur", why=why, hint=BLUR_HINT)


def test_blur_takes_noise_away_and_leaves_the_photograph():
    picture = photograph()[:40, :40]
    before = picture.copy()
    noise = np.random.default_rng(0).standard_normal(picture.shape).astype(np.float32) / 5
    error = np.std(blur(picture + noise, gaussian_kernel(5, 1.2)) - picture)
    assert error < 0.5 * np.std(noise), f"of noise 0.2 there is {error:.2f} left ({BLUR_HINT})"
    assert_close(picture, before, name="the photograph", why="inputs are not changed")
