"""The fast convolution: values, in any order of memory

Expected values come from t11's loops.
"""

import numpy as np
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_naive
from t12_im2col import conv2d_forward, is_batch_innermost

HINT = "scratch hint t12 conv2d_forward"


def test_the_values_are_those_of_the_loops(case):
    out = conv2d_forward(case.x, case.weight, case.bias, **case.options)
    assert_close(
        out,
        conv2d_naive(case.x, case.weight, case.bias, **case.options),
        name=f"conv2d_forward with {case.options}",
        why="the same sum as t11's, with stride, padding and dilation passed on",
        hint=HINT,
    )
    assert is_batch_innermost(out), f"the result must lie batch-innermost ({HINT})"


def test_without_bias_nothing_is_added(case):
    zero = np.zeros_like(case.bias)
    assert_close(
        conv2d_forward(case.x, case.weight, **case.options),
        conv2d_forward(case.x, case.weight, zero, **case.options),
        name="conv2d_forward without bias",
        why="a missing bias counts as 0",
        hint=HINT,
    )


def test_any_memory_order_gives_the_same_values(case, orders):
    expected = conv2d_naive(case.x, case.weight, case.bias, **case.options)
    for (name, x), (_, weight) in zip(orders(case.x), orders(case.weight), strict=True):
        assert_close(
            conv2d_forward(x, weight, case.bias[::-1].copy()[::-1], **case.options),
            expected,
            name=f"conv2d_forward of x in {name}",
            why="`rows` shows the memory order of an array that lies batch-innermost; any other "
            "has to be copied first",
            hint=HINT,
        )


def test_float32_stays_and_the_inputs_too(case):
    given = [a.astype(np.float32) for a in (case.x, case.weight, case.bias)]
    x, weight, bias = (a.copy() for a in given)
    got = conv2d_forward(x, weight, bias, **case.options)
    assert got.dtype == np.float32, f"float32 in, float32 out: got {got.dtype} ({HINT})"
    expected = conv2d_naive(case.x, case.weight, case.bias, **case.options).astype(np.float32)
    why = "the same numbers, rounded to float32 on the way"
    assert_close(got, expected, name="conv2d_forward", why=why, hint=HINT, atol=2e-4)
    for now, then in zip((x, weight, bias), given, strict=True):
        assert_close(now, then, name="an input", why="inputs are not changed", hint=HINT)


def test_an_empty_batch_gives_an_empty_output():
    out = conv2d_forward(np.zeros((0, 2, 5, 6)), np.ones((3, 2, 2, 3)), np.ones(3), padding=1)
    why = "no sample has no output, of the shape that samples would have"
    assert_close(out, np.zeros((0, 3, 6, 6)), name="output", why=why, hint=HINT)


def test_no_channels_leave_the_bias():
    out = conv2d_forward(np.zeros((2, 0, 4, 4)), np.zeros((3, 0, 2, 2)), np.arange(3.0))
    expected = np.zeros((2, 3, 3, 3)) + np.arange(3.0)[:, None, None]
    assert_close(out, expected, name="output", why="an empty sum is 0, plus the bias", hint=HINT)
