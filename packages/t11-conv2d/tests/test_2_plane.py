"""One picture, one kernel: correlation and convolution

Expected values come from `np.correlate`, `np.convolve`, and sums written out by hand.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t11_conv2d import convolve2d, correlate2d

CORRELATE_HINT = "scratch hint t11 correlate2d"
CONVOLVE_HINT = "scratch hint t11 convolve2d"


def arrays(picture, kernel):
    rng = np.random.default_rng(0)
    return rng.standard_normal(picture), rng.standard_normal(kernel)


def test_a_correlation_by_hand():
    picture = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    kernel = np.array([[1.0, 0], [0, 10]])
    assert_close(
        correlate2d(picture, kernel),
        [[61.0, 72, 83], [105, 116, 127]],
        name="correlation",
        why="the first value is 1 * 1 + 10 * 6: the kernel lies on the picture as it is, without "
        "being flipped",
        hint=CORRELATE_HINT,
    )


@pytest.mark.parametrize(
    ("picture", "kernel"),
    [((5, 7), (3, 2)), ((6, 4), (1, 3)), ((4, 6), (4, 1)), ((3, 5), (3, 5)), ((1, 1), (1, 1))],
)
def test_a_correlation_sums_rows_that_numpy_correlates(picture, kernel):
    picture, kernel = arrays(picture, kernel)
    height = len(picture) - len(kernel) + 1
    expected = [
        sum(np.correlate(picture[i + a], kernel[a], "valid") for a in range(len(kernel)))
        for i in range(height)
    ]
    assert_close(
        correlate2d(picture, kernel),
        np.array(expected),
        name=f"correlation of {picture.shape} and {kernel.shape}",
        why="out[i, j] sums picture[i + a, j + b] * kernel[a, b]: rows with rows, columns with "
        "columns, at every place where the kernel fits",
        hint=CORRELATE_HINT,
    )


def test_a_convolution_of_single_pixels_copies_the_kernel():
    kernel = np.arange(1.0, 7).reshape(2, 3)
    picture = np.zeros((3, 5))
    picture[1, 2] = 1
    assert_close(
        convolve2d(picture, kernel),
        kernel,
        name="convolution of a picture with one bright pixel",
        why="a convolution sets a copy of the kernel around every pixel, as it is; a correlation "
        "sets it upside down",
        hint=CONVOLVE_HINT,
    )


@pytest.mark.parametrize(
    ("picture", "kernel"), [((5, 7), (3, 2)), ((4, 5), (1, 3)), ((6, 3), (2, 3))]
)
def test_a_convolution_sums_rows_that_numpy_convolves(picture, kernel):
    picture, kernel = arrays(picture, kernel)
    last = len(kernel) - 1
    expected = [
        sum(np.convolve(picture[i + last - a], kernel[a], "valid") for a in range(len(kernel)))
        for i in range(len(picture) - last)
    ]
    assert_close(
        convolve2d(picture, kernel),
        np.array(expected),
        name=f"convolution of {picture.shape} and {kernel.shape}",
        why="a convolution turns the kernel by half a turn: both its rows and its columns",
        hint=CONVOLVE_HINT,
    )


def test_two_convolutions_are_one_with_the_convolved_kernel():
    picture, first = arrays((7, 8), (3, 2))
    second = np.random.default_rng(1).standard_normal((2, 3))
    both = convolve2d(np.pad(first, ((1, 1), (2, 2))), second)  # (4, 4): every overlap
    assert_close(
        convolve2d(convolve2d(picture, first), second),
        convolve2d(picture, both),
        name="a convolution after the other",
        why="convolution is associative; correlation is not, which is why mathematics flips",
        hint=CONVOLVE_HINT,
    )


@pytest.mark.parametrize("function", [correlate2d, convolve2d])
def test_a_kernel_larger_than_the_picture_is_an_error(function):
    for kernel in (np.ones((3, 2)), np.ones((1, 5))):
        with pytest.raises(ValueError, match=r"\b(3|5)\b.*\b(2|4)\b"):
            function(np.ones((2, 4)), kernel)


@pytest.mark.parametrize("function", [correlate2d, convolve2d])
def test_planes_keep_their_dtype_and_stay_as_they_are(function):
    picture, kernel = (a.astype(np.float32) for a in arrays((6, 5), (2, 2)))
    before = picture.copy(), kernel.copy()
    got = function(picture, kernel)
    expected = function(picture.astype(np.float64), kernel.astype(np.float64))
    why = "float32 in, float32 out"
    assert_close(got, expected.astype(np.float32), name=function.__name__, why=why)
    turned = function(picture[::-1].T, kernel.T)
    assert_close(turned, function(picture[::-1].copy().T, kernel.T.copy()), name="views", why=why)
    for array, old in zip((picture, kernel), before, strict=True):
        assert_close(array, old, name="an input", why="inputs are not changed")
