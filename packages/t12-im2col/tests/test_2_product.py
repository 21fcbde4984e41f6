"""Convolution as one product for each picture

Expected values come from t11's loops.
"""

import numpy as np
from scratchcore.testing import assert_close
from t11_conv2d import (
    conv2d_bias_gradient_naive,
    conv2d_input_gradient_naive,
    conv2d_naive,
    conv2d_weight_gradient_naive,
)
from t12_im2col import conv2d_columns, conv2d_columns_backward

HINT = "scratch hint t12 conv2d_columns"
BACK_HINT = "scratch hint t12 conv2d_columns_backward"


def test_the_product_is_the_convolution(case):
    assert_close(
        conv2d_columns(case.x, case.weight, case.bias, **case.options),
        conv2d_naive(case.x, case.weight, case.bias, **case.options),
        name=f"conv2d_columns with {case.options}",
        why="row o of the weight's matrix (O, C * KH * KW) times column p, plus bias[o], is output "
        "pixel p of channel o",
        hint=HINT,
    )


def test_without_bias_nothing_is_added(case):
    assert_close(
        conv2d_columns(case.x, case.weight, **case.options),
        conv2d_columns(case.x, case.weight, np.zeros_like(case.bias), **case.options),
        name="conv2d_columns without bias",
        why="a missing bias counts as 0",
        hint=HINT,
    )


def test_the_gradients_are_those_of_the_loops(case):
    got = conv2d_columns_backward(case.g, case.x, case.weight, **case.options)
    expected = (
        conv2d_input_gradient_naive(case.g, case.weight, case.x.shape, **case.options),
        conv2d_weight_gradient_naive(case.g, case.x, case.weight.shape[2:], **case.options),
        conv2d_bias_gradient_naive(case.g),
    )
    reasons = (
        "the columns' gradient is weight.T @ g; col2im adds it up in the picture",
        "out = weight @ columns for each picture, so g @ columns.T, summed over the pictures",
        "the bias is added to every pixel of every picture: the sum of g over both",
    )
    for name, mine, theirs, why in zip(
        ("x", "weight", "bias"), got, expected, reasons, strict=True
    ):
        assert_close(
            mine,
            theirs,
            name=f"gradient of {name} with {case.options}",
            why=why,
            hint=BACK_HINT,
            batch=len(case.x),
        )


def test_an_empty_batch_gives_empty_outputs_and_zero_gradients():
    x, weight, g = np.zeros((0, 2, 4, 5)), np.ones((3, 2, 2, 3)), np.zeros((0, 3, 3, 3))
    assert_close(conv2d_columns(x, weight, np.ones(3)), g, name="output", hint=HINT)
    got = conv2d_columns_backward(g, x, weight)
    why = "a sum over no pictures is 0"
    for mine, expected in zip(got, (x, np.zeros_like(weight), np.zeros(3)), strict=True):
        assert_close(mine, expected, name="gradient", why=why, hint=BACK_HINT)


def test_float32_stays_and_the_inputs_too(case):
    wide = conv2d_columns(case.x, case.weight, case.bias, **case.options)
    given = [a.astype(np.float32) for a in (case.x, case.weight, case.bias, case.g)]
    x, weight, bias, g = (a.copy() for a in given)
    got = conv2d_columns(x, weight, bias, **case.options)
    gradients = conv2d_columns_backward(g, x, weight, **case.options)
    for array in (got, *gradients):
        assert array.dtype == np.float32, f"float32 in, float32 out: got {array.dtype} ({HINT})"
    assert_close(got, wide.astype(np.float32), name="output", atol=1e-5, why="the same numbers")
    for now, then in zip((x, weight, bias, g), given, strict=True):
        assert_close(now, then, name="an input", why="inputs are not changed", hint=HINT)
