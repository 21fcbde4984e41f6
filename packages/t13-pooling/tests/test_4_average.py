"""The mean of each window, and by how many pixels it is divided"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t13_pooling import Windows, average_backward, average_forward, divisors

# (kernel, stride, padding, ceil_mode)
OPTIONS = [
    (2, None, 0, False),
    (3, 2, 1, False),
    ((3, 2), (1, 2), (1, 1), False),
    (3, 2, 0, True),
    (3, 2, 1, True),
    ((2, 3), (3, 2), (0, 1), True),
]


def windows_of(options):
    kernel, stride, padding, ceil_mode = options
    return Windows((6, 7), kernel, stride, padding, ceil_mode=ceil_mode)


def count(windows, with_padding):
    """Count the pixels of each window one by one."""
    (pad_h, pad_w), (h, w) = windows.padding, windows.size
    counts = np.zeros(windows.out_size)
    for i, j, a, b in np.ndindex(*windows.out_size, *windows.kernel):
        row = i * windows.stride[0] - pad_h + a
        column = j * windows.stride[1] - pad_w + b
        if with_padding:
            counts[i, j] += row < h + pad_h and column < w + pad_w
        else:
            counts[i, j] += 0 <= row < h and 0 <= column < w
    return counts


@pytest.mark.parametrize("with_padding", [True, False])
@pytest.mark.parametrize("options", OPTIONS)
def test_windows_are_divided_by_their_pixels(options, with_padding):
    windows = windows_of(options)
    got = divisors(windows, with_padding)
    assert got.shape == windows.out_size, f"shape {got.shape}: one number for each window"
    why = "count what lies in the window: the padding only if it counts, never what is beyond it"
    name = f"divisors of {options}, count_include_pad={with_padding}"
    hint = "scratch hint t13 divisors"
    assert_close(got, count(windows, with_padding), name=name, why=why, hint=hint)


def test_padding_counts_unless_told_otherwise():
    got = divisors(windows_of(OPTIONS[1]))
    why = "PyTorch's default, count_include_pad=True"
    assert_close(got, count(windows_of(OPTIONS[1]), True), name="divisors", why=why)


def test_a_divisor_of_ones_own_is_used_for_every_window():
    got = divisors(windows_of(OPTIONS[4]), True, 5)
    why = "divisor_override takes the place of every count"
    assert_close(got, np.full((4, 4), 5.0), name="divisors", why=why)


@pytest.mark.parametrize("options", OPTIONS)
def test_each_output_is_the_scaled_sum_of_its_window(options):
    windows = windows_of(options)
    x = np.random.default_rng(0).standard_normal((6, 2, 7, 3))
    scale = np.random.default_rng(1).random(windows.out_size)
    expected = np.zeros((windows.out_size[0], 2, windows.out_size[1], 3))
    for i, j, a, b in np.ndindex(*windows.out_size, *windows.kernel):
        row = i * windows.stride[0] - windows.padding[0] + a
        column = j * windows.stride[1] - windows.padding[1] + b
        if 0 <= row < 6 and 0 <= column < 7:
            expected[i, :, j] += scale[i, j] * x[row, :, column]
    got = average_forward(x, windows, scale)
    assert got.shape == expected.shape, f"shape {got.shape}, expected {expected.shape}"
    why = "add the slices `windows.taps` of the picture padded by zeros, then times scale (OH, OW)"
    hint = "scratch hint t13 average_forward"
    assert_close(got, expected, name=f"sums for {options}", why=why, hint=hint)


@pytest.mark.parametrize("options", OPTIONS)
def test_backward_is_the_adjoint_of_forward(options):
    windows = windows_of(options)
    rng = np.random.default_rng(0)
    scale = rng.random(windows.out_size)
    x = rng.standard_normal((6, 2, 7, 3))
    g = rng.standard_normal((windows.out_size[0], 2, windows.out_size[1], 3))
    back = average_backward(g, windows, scale)
    assert back.shape == x.shape, f"shape {back.shape}, expected that of the pictures {x.shape}"
    why = (
        "sum(g * forward(x)) == sum(backward(g) * x): each pixel of a window gets g * scale, and "
        "where windows overlap it adds up"
    )
    left, right = np.sum(g * average_forward(x, windows, scale)), np.sum(back * x)
    hint = "scratch hint t13 average_backward"
    assert_close(right, left, name=f"sum(backward(g) * x) for {options}", why=why, hint=hint)


def test_pixels_in_many_windows_get_many_shares():
    windows = Windows((3, 3), 2, 1, 0)
    got = average_backward(np.ones((2, 1, 2, 1)), windows, np.full((2, 2), 0.25))[:, 0, :, 0]
    why = "the middle pixel lies in four windows, a corner in one: shares add up where they overlap"
    expected = [[0.25, 0.5, 0.25], [0.5, 1.0, 0.5], [0.25, 0.5, 0.25]]
    assert_close(got, expected, name="gradient", why=why, hint="scratch hint t13 average_backward")


def test_float32_stays_float32_and_inputs_stay():
    x = np.random.default_rng(0).standard_normal((6, 2, 7, 3)).astype(np.float32)
    windows, before = windows_of(OPTIONS[0]), x.copy()
    scale = 1 / divisors(windows)
    out = average_forward(x, windows, scale)
    assert out.dtype == np.float32, f"float32 in, {out.dtype} out: scale is float64, convert it"
    back = average_backward(out, windows, scale)
    assert back.dtype == np.float32, f"gradient of float32 is {back.dtype}"
    assert_close(x, before, name="the pictures afterwards", why="copy before you add")
