"""How many windows there are and what they see, counted one by one."""

import itertools

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t13_pooling import Windows

# size, kernel, stride, padding, dilation along one axis
AXES = [
    options
    for options in itertools.product((4, 5, 8), (1, 2, 3), (1, 2, 3, 5), (0, 1), (1, 2))
    if options[3] <= options[1] // 2 and options[4] * (options[1] - 1) < options[0] + 2 * options[3]
]


def counted(size, kernel, stride, pad, dilation, ceil_mode):
    """Put windows down until one no longer counts."""
    end, reach = size + 2 * pad, dilation * (kernel - 1) + 1
    count = 0
    while True:
        start = count * stride
        if ceil_mode:
            fits = start - stride + reach < end and start < size + pad
        else:
            fits = start + reach <= end
        if not fits:
            return count
        count += 1


@pytest.mark.parametrize("ceil_mode", [False, True])
def test_each_axis_counts_for_itself(ceil_mode):
    for row, column in zip(AXES, AXES[::-1], strict=True):
        both = list(zip(row, column, strict=True))
        size, kernel, stride, pad, dilation = both
        windows = Windows(size, kernel, stride, pad, dilation, ceil_mode)
        expected = [counted(*axis, ceil_mode) for axis in (row, column)]
        name = f"windows of rows {row} and columns {column}"
        assert_close(np.array(windows.out_size), np.array(expected), name=name)


@pytest.mark.parametrize("ceil_mode", [False, True])
def test_the_taps_see_the_pixels_of_each_window(ceil_mode):
    for size, kernel, stride, pad, dilation in AXES:
        windows = Windows((size, 3), (kernel, 1), (stride, 1), (pad, 0), (dilation, 1), ceil_mode)
        place = np.arange(windows.padded_size[0]) - pad
        seen = np.array([place[down] for down, _ in windows.taps])
        starts = np.arange(windows.out_size[0]) * stride - pad
        expected = starts + dilation * np.arange(kernel)[:, None]
        assert_close(seen, expected, name=f"rows that kernel {kernel} sees of {size}")
        last = max(size - 1, expected.max())
        assert place[-1] == last, f"padded to {place[-1]}, but the windows reach {last}"


def test_a_window_that_only_ceil_mode_finds():
    assert Windows((3, 3), 4, 2, 0, ceil_mode=True).out_size == (1, 1)
    for ceil_mode in (False, True):
        with pytest.raises(ValueError, match=r"spans 5 pixels.*only 3"):
            Windows((3, 3), 5, 2, 0, ceil_mode=ceil_mode)


@pytest.mark.parametrize(
    ("arguments", "tile"),
    [
        (((4, 6), (2, 3), None, 0), True),
        (((4, 6), 1, None, 0), True),
        (((4, 6), (2, 3), (2, 2), 0), False),
        (((4, 6), (2, 3), (1, 3), 0), False),
        (((5, 6), (2, 3), None, 0), False),
        (((4, 7), (2, 3), None, 0), False),
        (((4, 4), 2, None, 1), False),
        (((4, 4), 2, None, 0, 2), False),
        (((3, 3), 2, None, 0, 1, True), False),
    ],
)
def test_windows_side_by_side_are_recognised(arguments, tile):
    assert Windows(*arguments).tile is tile


def test_crop_undoes_pad():
    lines = np.random.default_rng(0).standard_normal((5, 2, 6, 3))
    windows = Windows((5, 6), 3, 2, 1, ceil_mode=True)
    padded = windows.pad(lines, 7.0)
    assert padded.shape == (7, 2, 9, 3), f"shape {padded.shape}: windows reach 7 rows, 9 columns"
    assert padded[0].min() == padded[:, :, -1].max() == 7.0
    assert_close(windows.crop(padded), lines, name="the middle")
