"""Where the gradient of a maximum goes

Expected gradients come from a loop that sends each window's gradient to one pixel.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t13_pooling import Windows, max_backward, max_forward

HINT = "scratch hint t13 max_backward"
OPTIONS = [
    (2, None, 0, 1, False),
    (3, 1, 1, 1, False),
    ((3, 2), (2, 1), (1, 0), 1, False),
    (2, 2, 0, 2, False),
    (3, 2, 1, 1, True),
]


def by_windows(g, x, windows):
    """Send each window's gradient to its first maximum, row by row."""
    total = np.zeros_like(x)
    h, _, w, _ = x.shape
    for i, channel, j, picture in np.ndindex(*g.shape):
        best, place = None, None
        for a, b in np.ndindex(*windows.kernel):
            row = i * windows.stride[0] - windows.padding[0] + a * windows.dilation[0]
            column = j * windows.stride[1] - windows.padding[1] + b * windows.dilation[1]
            if not (0 <= row < h and 0 <= column < w):
                continue
            pixel = x[row, channel, column, picture]
            if place is None or pixel > best or np.isnan(pixel):
                best, place = pixel, (row, channel, column, picture)
        if place is not None:
            total[place] += g[i, channel, j, picture]
    return total


def compare(x, options, name, why, infinite=0.0):
    windows = Windows((len(x), x.shape[2]), *options)
    out = max_forward(x, windows)
    rng = np.random.default_rng(1)
    g = rng.standard_normal(out.shape)
    g[rng.random(out.shape) < infinite] = np.inf
    got = max_backward(g, x, out, windows)
    assert got.shape == x.shape, f"shape {got.shape}, expected that of the pictures {x.shape}"
    assert_close(got, by_windows(g, x, windows), name=name, why=why, hint=HINT)


@pytest.mark.parametrize("options", OPTIONS)
def test_the_gradient_goes_to_the_largest_pixel_and_adds_up(options):
    x = np.random.default_rng(0).standard_normal((6, 2, 5, 3))
    why = "a pixel that wins several windows gets the sum of their gradients: +=, not ="
    compare(x, options, f"gradient for {options}", why)


@pytest.mark.parametrize("options", OPTIONS)
def test_of_pixels_that_tie_the_first_gets_everything(options):
    x = np.random.default_rng(0).integers(0, 2, (6, 2, 5, 3)).astype(float)
    why = "of equal pixels one wins, the first row by row: the window's gradient counts once"
    compare(x, options, f"gradient among ties for {options}", why)


def test_pictures_without_any_difference_keep_the_sum_of_the_gradient():
    x, windows = np.zeros((4, 1, 4, 2)), Windows((4, 4), 2, None, 0)
    g = np.ones((2, 1, 2, 2))
    got = max_backward(g, x, max_forward(x, windows), windows)
    why = "one winner for each window: the gradient of all pixels adds up to that of all outputs"
    assert_close(got.sum(), 8.0, name="sum of the gradient", why=why, hint=HINT)
    assert_close(got[::2, :, ::2], g, name="gradient of the first pixels", why=why, hint=HINT)


@pytest.mark.parametrize("options", OPTIONS[:3])
def test_in_a_window_with_nan_the_last_nan_wins(options):
    x = np.random.default_rng(0).standard_normal((6, 2, 5, 3))
    x[np.random.default_rng(3).random(x.shape) < 0.3] = np.nan
    why = "NaN equals nothing: such windows are left over, and their last NaN gets the gradient"
    compare(x, options, f"gradient with NaN for {options}", why)


@pytest.mark.parametrize("options", OPTIONS)
def test_padding_gets_nothing_where_all_pixels_are_minus_infinity(options):
    x = np.random.default_rng(0).standard_normal((6, 2, 5, 3))
    x[np.random.default_rng(3).random(x.shape) < 0.7] = -np.inf
    why = "padding equals -inf too, but is no pixel: the first pixel gets the gradient"
    compare(x, options, f"gradient with -inf for {options}", why)


@pytest.mark.parametrize("options", OPTIONS)
def test_an_infinite_gradient_reaches_the_winner_only(options):
    x = np.random.default_rng(0).standard_normal((6, 2, 5, 3))
    why = "a pixel that didn't win gets 0, and inf * 0 is NaN: `keep` makes the 0"
    with np.errstate(invalid="ignore"):
        compare(x, options, f"infinite gradients for {options}", why, infinite=0.3)


def test_what_was_given_stays():
    x, windows = np.random.default_rng(0).standard_normal((4, 1, 4, 1)), Windows((4, 4), 2, 1, 0)
    out = max_forward(x, windows)
    given = [np.ones_like(out), x, out]
    before = [array.copy() for array in given]
    max_backward(*given, windows)
    for name, now, then in zip(("g", "pictures", "maxima"), given, before, strict=True):
        assert_close(now, then, name=f"{name} afterwards", why=f"{name} is needed again")
