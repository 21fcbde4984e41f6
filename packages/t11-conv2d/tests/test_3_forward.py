"""Padding, and the convolution of a batch

Expected values come from seven loops over single numbers, which pad nothing.
"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_naive, correlate2d, pad2d

PAD_HINT = "scratch hint t11 pad2d"
HINT = "scratch hint t11 conv2d_naive"


@pytest.mark.parametrize("sides", [((1, 2), (3, 4)), ((0, 0), (0, 0)), ((0, 3), (1, 0))])
def test_padding_puts_zeros_around(sides):
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    assert_close(
        pad2d(x, sides),
        np.pad(x, ((0, 0), (0, 0), *sides)),
        name=f"x padded by {sides}",
        why="((top, bottom), (left, right)): rows of zeros above and below, columns at both sides",
        hint=PAD_HINT,
    )


def test_padding_copies_and_keeps_the_dtype():
    x = np.ones((1, 1, 2, 2), np.float32)
    padded = pad2d(x, ((0, 0), (0, 0)))
    padded[...] = 5
    assert_close(x, np.ones_like(x), name="x", why="what is padded is a copy, x stays as it is")
    expected = np.zeros((1, 1, 4, 4), np.float32)
    expected[0, 0, 1:3, 1:3] = 1
    why = "float32 in, float32 out"
    assert_close(pad2d(x, ((1, 1), (1, 1))), expected, name="padded", why=why, hint=PAD_HINT)


def test_the_values_are_those_of_the_definition(case, definition):
    out, *_ = definition(case.x, case.weight, case.bias, None, *case.meaning)
    assert_close(
        conv2d_naive(case.x, case.weight, case.bias, **case.options),
        out,
        name=f"conv2d_naive with {case.options}",
        why="out[n, o, i, j] = bias[o] + the sum over c, a, b of weight[o, c, a, b] times the "
        "padded x[n, c, i * stride + a * dilation, j * stride + b * dilation]",
        hint=HINT,
    )


def test_channels_are_summed_and_samples_are_not(case):
    alone = conv2d_naive(case.x[:1], case.weight, **case.options)
    per_channel = [
        conv2d_naive(case.x[:1, c : c + 1], case.weight[:, c : c + 1], **case.options)
        for c in range(case.x.shape[1])
    ]
    why = "every channel has its own kernel, the results add up; a sample sees itself only"
    assert_close(np.sum(per_channel, axis=0), alone, name="sum of channels", why=why, hint=HINT)
    batch = conv2d_naive(case.x, case.weight, **case.options)
    assert_close(batch[:1], alone, name="the first of a batch", why=why, hint=HINT)


def test_one_channel_is_a_correlation():
    rng = np.random.default_rng(0)
    picture, kernel = rng.standard_normal((6, 5)), rng.standard_normal((3, 2))
    assert_close(
        conv2d_naive(picture[None, None], kernel[None, None])[0, 0],
        correlate2d(picture, kernel),
        name="conv2d_naive",
        why="a convolution of deep learning does not flip the kernel",
        hint=HINT,
    )


def test_a_stride_leaves_out_the_last_column_and_row():
    x = np.zeros((1, 1, 6, 6))
    x[..., 5], x[:, :, 5] = np.nan, np.nan
    out = conv2d_naive(x, np.ones((1, 1, 3, 3)), stride=2)
    assert_close(
        out,
        np.zeros((1, 1, 2, 2)),
        name="a convolution with stride 2 over 6 pixels",
        why="kernels of 3 begin at 0 and 2 and end at 4: pixel 5 is never seen",
        hint=HINT,
    )


def test_without_bias_nothing_is_added(case):
    zero = np.zeros_like(case.bias)
    assert_close(
        conv2d_naive(case.x, case.weight, **case.options),
        conv2d_naive(case.x, case.weight, zero, **case.options),
        name="conv2d_naive without bias",
        why="a missing bias counts as 0",
        hint=HINT,
    )


def test_an_empty_batch_gives_an_empty_output():
    out = conv2d_naive(np.zeros((0, 2, 5, 6)), np.ones((3, 2, 2, 3)), np.ones(3), padding=1)
    why = "no sample has no output, of the shape that samples would have"
    assert_close(out, np.zeros((0, 3, 6, 6)), name="output", why=why, hint=HINT)
    assert_close(out.size, 0, name="values", why=why)


def test_float32_stays_float32_and_inputs_stay_as_they_are(case):
    x, weight, bias = (a.astype(np.float32) for a in (case.x, case.weight, case.bias))
    before = x.copy(), weight.copy(), bias.copy()
    got = conv2d_naive(x, weight, bias, **case.options)
    expected = conv2d_naive(case.x, case.weight, case.bias, **case.options)
    why = "float32 in, float32 out"
    wide = got.astype(np.float64)
    assert got.dtype == np.float32, f"{why}: got {got.dtype} ({HINT})"
    assert_close(wide, expected, name="conv2d_naive", why=why, hint=HINT, rtol=1e-4, atol=1e-5)
    for array, old in zip((x, weight, bias), before, strict=True):
        assert_close(array, old, name="an input", why="inputs are not changed", hint=HINT)


def test_any_memory_order_gives_the_same_values(case):
    x = np.ascontiguousarray(case.x.transpose(2, 3, 1, 0)).transpose(3, 2, 0, 1)
    weight = np.repeat(case.weight, 2, axis=3)[..., ::2]
    assert_close(
        conv2d_naive(x, weight, case.bias[::-1][::-1], **case.options),
        conv2d_naive(case.x, case.weight, case.bias, **case.options),
        name="conv2d_naive of views",
        why="batch innermost, sliced and reversed arrays hold the same numbers",
        hint=HINT,
    )


def test_a_tensor_gives_a_tensor_of_the_same_values(case):
    out = conv2d_naive(tensor(case.x), tensor(case.weight), tensor(case.bias), **case.options)
    expected = conv2d_naive(case.x, case.weight, case.bias, **case.options)
    assert_close(out, expected, name="conv2d_naive of tensors", why="one function for both")


@pytest.mark.parametrize(
    ("shapes", "options", "sizes"),
    [
        (((1, 1, 2, 9), (1, 1, 3, 3)), {}, ("3", "2")),
        (((1, 1, 9, 3), (1, 1, 3, 3)), {"dilation": (1, 3)}, ("7", "3")),
        (((1, 1, 9, 2), (1, 1, 1, 6)), {"padding": ((0, 0), (1, 2))}, ("6", "5")),
    ],
)
def test_a_kernel_larger_than_the_padded_input_is_an_error_with_both_sizes(shapes, options, sizes):
    with pytest.raises(ValueError, match=rf"\b{sizes[0]}\b.*\b{sizes[1]}\b"):
        conv2d_naive(*map(np.ones, shapes), **options)


@pytest.mark.parametrize(
    ("shapes", "options", "error", "message"),
    [
        (((2, 3, 4), (2, 3, 1, 1)), {}, ValueError, r"x must have 4 axes.*\(2, 3, 4\)"),
        (((1, 2, 4, 4), (2, 3, 1, 1)), {}, ValueError, r"\(2, 3, 1, 1\).*3.*\(1, 2, 4, 4\)"),
        (((1, 2, 4, 4), (2, 2, 1, 1), (3,)), {}, ValueError, r"bias.*\(2,\).*\(3,\)"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"stride": 0}, ValueError, r"stride.*0"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"dilation": (1, 0)}, ValueError, r"dilation.*\(1, 0\)"),
        (((1, 2, 4, 4), (2, 2, 1, 1)), {"padding": -1}, ValueError, r"padding.*-1"),
    ],
)
def test_bad_arguments_are_errors_that_name_them(shapes, options, error, message):
    with pytest.raises(error, match=message):
        conv2d_naive(*map(np.ones, shapes), **options)
