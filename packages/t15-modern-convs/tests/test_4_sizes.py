"""Sizes of transposed convolutions

Expected values come from t11's `output_size`, which is undone here, and from counting stamps.
"""

import itertools

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import output_size
from t15_modern_convs import output_padding_for, stuff_zeros, transposed_size

SIZE, EXTRA = "scratch hint t15 transposed_size", "scratch hint t15 output_padding_for"
AXES = list(itertools.product((1, 2, 5), (1, 2, 3, 4), (1, 2, 3), ((0, 0), (1, 0), (1, 1)), (1, 2)))


def stamped_size(size, kernel, stride, padding, dilation):
    """Count the pixels from the first to the last tap of all stamps, less what is cut off."""
    touched = {i * stride + a * dilation for i in range(size) for a in range(kernel)}
    return max(touched) + 1 - sum(padding)


def test_sizes_are_those_of_the_stamps():
    for size, kernel, stride, padding, dilation in AXES:
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        assert_close(
            transposed_size(size, kernel, **options),
            stamped_size(size, kernel, stride, padding, dilation),
            name=f"size of {size} pixels under kernel {kernel}, {options}",
            why="size - 1 steps of `stride`, then the span of the last stamp, less the padding",
            hint=SIZE,
        )
        more = transposed_size(size, kernel, **options, output_padding=1)
        wanted = stamped_size(size, kernel, stride, padding, dilation) + 1
        assert_close(
            more, wanted, name="size with output_padding 1", why="one pixel more at the end"
        )


def test_a_convolution_brings_every_possible_size_back():
    for size, kernel, stride, padding, dilation in AXES:
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        smallest = transposed_size(size, kernel, **options)
        if smallest < 1:
            continue
        for extra in range(stride):
            out = transposed_size(size, kernel, **options, output_padding=extra)
            why = "output_padding below the stride is what the convolution's rounding throws away"
            assert_close(output_size(out, kernel, **options), size, name="size", why=why, hint=SIZE)


def test_seven_and_eight_pixels_both_become_four():
    options = {"stride": 2, "padding": (1, 1)}
    assert output_size(7, 3, **options) == output_size(8, 3, **options) == 4
    why = "a 3x3 convolution of stride 2 makes 4 pixels of 7 and of 8: the way back is ambiguous"
    assert_close(output_padding_for(7, 4, 3, **options), 0, name="for 7", why=why, hint=EXTRA)
    assert_close(output_padding_for(8, 4, 3, **options), 1, name="for 8", why=why, hint=EXTRA)


def test_output_padding_makes_the_wanted_size():
    for size, kernel, stride, padding, dilation in AXES:
        options = {"stride": stride, "padding": padding, "dilation": dilation}
        smallest = stamped_size(size, kernel, stride, padding, dilation)
        for extra in range(stride):
            got = output_padding_for(smallest + extra, size, kernel, **options)
            why = f"without output_padding {size} pixels become {smallest}"
            assert_close(got, extra, name=f"output_padding, {options}", why=why, hint=EXTRA)


@pytest.mark.parametrize("wanted", [0, 6, 9, 100])
def test_an_impossible_size_is_refused_with_the_possible_ones(wanted):
    message = f"output size {wanted} is impossible: 4 pixels become 7 to 8"
    with pytest.raises(ValueError, match=message):
        output_padding_for(wanted, 4, 3, stride=2, padding=(1, 1))


def test_zeros_come_between_neighbours_only():
    x = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]])
    expected = [[1, 0, 2, 0, 3], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [4, 0, 5, 0, 6]]
    why = "2 rows with 2 rows of zeros between, 3 columns with 1 column each"
    assert_close(stuff_zeros(x, (3, 2))[0, 0], np.array(expected, float), name="stuffed", why=why)
