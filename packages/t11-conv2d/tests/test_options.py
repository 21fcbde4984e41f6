"""What is given, not graded: how arguments are read and refused."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import box_kernel, conv_windows, pair, require_conv


@pytest.mark.parametrize(
    ("value", "expected"), [(3, (3, 3)), ((2, 5), (2, 5)), ([1, 2], (1, 2)), (np.int32(4), (4, 4))]
)
def test_a_number_or_two_are_read_as_height_and_width(value, expected):
    got = pair(value, "stride")
    assert got == expected
    assert all(type(one) is int for one in got)


@pytest.mark.parametrize("value", [0, -1, 1.0, "3", None, True, (1,), (1, 2, 3), (1, 0), (1, 2.0)])
def test_what_is_no_pair_is_refused_by_name(value):
    with pytest.raises(ValueError, match="stride must be a whole number from 1") as caught:
        pair(value, "stride")
    assert repr(value) in str(caught.value)


def test_a_padding_may_be_zero():
    assert pair(0, "padding", at_least=0) == (0, 0)
    with pytest.raises(ValueError, match="padding must be a whole number from 0"):
        pair((0, -1), "padding", at_least=0)


X, WEIGHT, BIAS = (2, 4, 5, 5), (6, 4, 3, 3), (6,)


@pytest.mark.parametrize("groups", [1, 2])
def test_arrays_that_fit_together_pass(groups):
    weight = np.ones((6, 4 // groups, 3, 3))
    require_conv(np.ones(X), weight, np.ones(BIAS), groups)
    require_conv(np.ones(X), weight, None, groups)


@pytest.mark.parametrize(
    ("x", "weight", "bias", "groups", "message"),
    [
        ((4, 5, 5), WEIGHT, BIAS, 1, r"x must have 4 axes, got shape \(4, 5, 5\)"),
        (X, (6, 4, 3), BIAS, 1, r"weight must have 4 axes, got shape \(6, 4, 3\)"),
        (X, (6, 4, 0, 3), BIAS, 1, "weight has an empty kernel"),
        (X, (6, 4, 3, 0), BIAS, 1, "weight has an empty kernel"),
        (X, (6, 3, 3, 3), BIAS, 1, r"needs 3 input channels, x of shape \(2, 4, 5, 5\) has 4"),
        (X, WEIGHT, BIAS, 2, "groups=2 needs 8 input channels"),
        (X, WEIGHT, (4,), 1, r"bias must be \(6,\), got shape \(4,\)"),
        (X, WEIGHT, (6, 1), 1, r"bias must be \(6,\), got shape \(6, 1\)"),
        (X, WEIGHT, BIAS, 0, "groups must divide the 4 input and 6 output channels, got 0"),
        (X, WEIGHT, BIAS, 3, "groups must divide .* got 3"),
        (X, WEIGHT, BIAS, 4, "groups must divide .* got 4"),
        (X, WEIGHT, BIAS, 1.0, "groups must divide .* got 1.0"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(x, weight, bias, groups, message):
    with pytest.raises(ValueError, match=message):
        require_conv(np.ones(x), np.ones(weight), np.ones(bias), groups)


def test_a_batch_of_any_size_may_be_grouped():
    require_conv(np.ones((3, 4, 5, 5)), np.ones((6, 2, 3, 3)), None, 2)


def test_dtypes_must_be_floating_and_equal():
    with pytest.raises(TypeError, match="x must hold floats, got int64"):
        require_conv(np.ones(X, np.int64), np.ones(WEIGHT), None)
    with pytest.raises(TypeError, match="weight must hold floats, got int64"):
        require_conv(np.ones(X), np.ones(WEIGHT, np.int64), None)
    with pytest.raises(TypeError, match="weight is float32, x is float64"):
        require_conv(np.ones(X), np.ones(WEIGHT, np.float32), None)
    with pytest.raises(TypeError, match="bias is float32, x is float64"):
        require_conv(np.ones(X), np.ones(WEIGHT), np.ones(BIAS, np.float32))


def test_conv_windows_reads_numbers_and_pairs_alike():
    shape, kernel = (1, 1, 7, 8), (3, 3)
    one = conv_windows(shape, 3, stride=2, padding=1, dilation=2)
    other = conv_windows(shape, kernel, stride=(2, 2), padding=((1, 1), (1, 1)), dilation=(2, 2))
    assert one == other
    plain = conv_windows(shape, kernel, stride=1, padding="valid", dilation=(1, 1))
    assert conv_windows(shape, kernel) == plain
    sides, size, places = one
    assert sides == ((1, 1), (1, 1)) and size == (3, 3) and len(places) == 9


def test_a_box_takes_the_mean():
    got = box_kernel(4, dtype=np.float64)
    assert_close(got, np.full((4, 4), 0.0625), name="box_kernel(4)", why="16 pixels, each 1 / 16")
    assert box_kernel(2).dtype == np.float32
