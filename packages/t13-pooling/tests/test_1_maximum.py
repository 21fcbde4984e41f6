"""The maximum of each window

Arrays here are rows: (H, C, W, N). Expected values come from a loop over windows.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t13_pooling import Windows, max_forward

HINT = "scratch hint t13 max_forward"
# (kernel, stride, padding, dilation, ceil_mode)
OPTIONS = [
    (2, None, 0, 1, False),
    ((2, 3), None, 0, 1, False),
    (3, 2, 1, 1, False),
    ((3, 2), (1, 2), (1, 0), 1, False),
    (2, 1, 0, (2, 1), False),
    (3, 2, 0, 1, True),
]


def lines(seed=0, shape=(7, 2, 8, 3), dtype=float):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def by_windows(x, windows):
    """Look at every window on its own."""
    (kernel_h, kernel_w), (out_h, out_w) = windows.kernel, windows.out_size
    h, c, w, n = x.shape
    out = np.full((out_h, c, out_w, n), -np.inf, x.dtype)
    for i, j, a, b in np.ndindex(out_h, out_w, kernel_h, kernel_w):
        row = i * windows.stride[0] - windows.padding[0] + a * windows.dilation[0]
        column = j * windows.stride[1] - windows.padding[1] + b * windows.dilation[1]
        if 0 <= row < h and 0 <= column < w:
            out[i, :, j] = np.maximum(out[i, :, j], x[row, :, column])
    return out


@pytest.mark.parametrize("options", OPTIONS)
def test_each_output_is_the_largest_pixel_of_its_window(options):
    x = lines()
    windows = Windows((7, 8), *options)
    why = "np.maximum over the strided slices `windows.taps` of the picture, padded by -inf"
    got = max_forward(x, windows)
    assert got.shape == (windows.out_size[0], 2, windows.out_size[1], 3), (
        f"shape {got.shape}: one maximum for each window, channel and picture"
    )
    assert_close(got, by_windows(x, windows), name=f"maxima for {options}", why=why, hint=HINT)


def test_padding_never_wins():
    x = -1 - np.abs(lines())
    windows = Windows((7, 8), 3, 2, 1)
    why = "padding counts as -inf: zeros would win over negative pixels at the border"
    got = max_forward(x, windows)
    assert_close(got, by_windows(x, windows), name="maxima of negative pixels", why=why, hint=HINT)


def test_a_nan_is_the_maximum_of_its_windows():
    x = lines(shape=(4, 1, 4, 1))
    x[1, 0, 2, 0] = np.nan
    got = np.isnan(max_forward(x, Windows((4, 4), 2, None, 0)))[:, 0, :, 0]
    why = "np.maximum hands a NaN on, so that nobody misses it; np.fmax hides it"
    assert_close(got.astype(float), [[0.0, 1.0], [0.0, 0.0]], name="NaN outputs", why=why)


def test_the_dtype_and_the_input_stay():
    for dtype in (np.float32, np.float64):
        x = lines(dtype=dtype)
        before = x.copy()
        got = max_forward(x, Windows((7, 8), 3, 1, 0))
        assert got.dtype == dtype, f"{dtype.__name__} in, {got.dtype} out"
        assert_close(x, before, name="the input afterwards", why="copy the first slice", hint=HINT)
