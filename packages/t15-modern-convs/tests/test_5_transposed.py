"""Transposed convolution

Expected values come from stamps that add up on an empty picture, and from t11's loops.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import (
    conv2d_input_gradient_naive,
    conv2d_naive,
    conv2d_weight_gradient_naive,
)
from t15_modern_convs import (
    ConvTranspose2d,
    conv_transpose2d,
    conv_transpose2d_by_stuffing,
    transposed_at_once,
)

STUFFING = "scratch hint t15 conv_transpose2d_by_stuffing"
ONCE = "scratch hint t15 transposed_at_once"
ONE, NONE = (1, 1), ((0, 0), (0, 0))
# x, weight, options, and what they mean: stride, sides, output_padding, dilation
CASES = {
    "plain, not square": ((2, 3, 3, 4), (3, 2, 2, 3), {}, (ONE, NONE, (0, 0), ONE)),
    "one pixel": ((1, 2, 1, 1), (2, 3, 3, 2), {"stride": 2}, ((2, 2), NONE, (0, 0), ONE)),
    "stride 2, padding 1": (
        (2, 2, 3, 4),
        (2, 3, 3, 3),
        {"stride": 2, "padding": 1},
        ((2, 2), ((1, 1), (1, 1)), (0, 0), ONE),
    ),
    "output_padding 1": (
        (2, 2, 3, 4),
        (2, 1, 3, 3),
        {"stride": 2, "padding": 1, "output_padding": 1},
        ((2, 2), ((1, 1), (1, 1)), (1, 1), ONE),
    ),
    "output_padding (2, 0) beyond the stamps": (
        (1, 2, 3, 2),
        (2, 2, 2, 2),
        {"stride": (3, 2), "output_padding": (2, 0)},
        ((3, 2), NONE, (2, 0), ONE),
    ),
    "stride wider than the kernel": (
        (1, 2, 3, 3),
        (2, 2, 1, 2),
        {"stride": (2, 3)},
        ((2, 3), NONE, (0, 0), ONE),
    ),
    "dilation 2, output_padding above the stride": (
        (2, 1, 4, 3),
        (1, 2, 3, 2),
        {"dilation": (2, 3), "padding": 1, "output_padding": (1, 2)},
        (ONE, ((1, 1), (1, 1)), (1, 2), (2, 3)),
    ),
    "four paddings": (
        (1, 2, 3, 4),
        (2, 2, 3, 3),
        {"stride": 2, "padding": ((1, 0), (0, 2))},
        ((2, 2), ((1, 0), (0, 2)), (0, 0), ONE),
    ),
    "padding beyond the kernel in rows": (
        (1, 1, 5, 3),
        (1, 2, 2, 2),
        {"padding": ((2, 3), (0, 1))},
        (ONE, ((2, 3), (0, 1)), (0, 0), ONE),
    ),
    "padding beyond the kernel": (
        (1, 1, 4, 5),
        (1, 2, 2, 2),
        {"padding": 2},
        (ONE, ((2, 2), (2, 2)), (0, 0), ONE),
    ),
}
FUNCTIONS = {
    conv_transpose2d_by_stuffing: STUFFING,
    transposed_at_once: ONCE,
    conv_transpose2d: "",
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def one(request):
    shape, weight_shape, options, meaning = request.param
    rng = np.random.default_rng(0)
    arrays = [rng.standard_normal(s) for s in (shape, weight_shape, weight_shape[1:2])]
    return arrays, options, meaning


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_pixel_stamps_the_kernel_on_the_output(one, function, stamped):
    (x, weight, bias), options, meaning = one
    expected = stamped(x, weight, *meaning) + bias[:, None, None]
    got = function(x, weight, bias, **options)
    assert_close(
        got,
        expected,
        name=f"{function.__name__}, {options}",
        why="each pixel of x adds the kernel times its value, `stride` pixels from the next; the "
        "padding is cut off, output_padding leaves more of the end",
        hint=FUNCTIONS[function],
    )
    without = function(x, weight, **options)
    assert_close(without, expected - bias[:, None, None], name="without bias")


def test_gradients_are_a_convolution_and_its_weight_gradient():
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 3, 4, 3)), rng.standard_normal((3, 2, 3, 2))
    options = {"stride": 2, "padding": 1}
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, np.zeros(2))]
    out = transposed_at_once(*leaves, **options)
    g = rng.standard_normal(out.shape)
    out.backward(g)
    assert_close(
        leaves[0].grad,
        conv2d_naive(g, weight, **options),
        name="gradient of x",
        why="the transposed of the transposed: a plain convolution of g with the same weight",
        hint=ONCE,
    )
    assert_close(
        leaves[1].grad,
        conv2d_weight_gradient_naive(x, g, (3, 2), **options),
        name="gradient of weight",
        why="that of a convolution whose input is g and whose output's gradient is x",
        hint=ONCE,
    )
    assert_close(leaves[2].grad, g.sum(axis=(0, 2, 3)), name="gradient of bias", hint=ONCE)


def test_it_is_what_the_gradient_of_a_convolution_does():
    rng = np.random.default_rng(0)
    g, weight = rng.standard_normal((2, 3, 4, 3)), rng.standard_normal((3, 2, 3, 2))
    options = {"stride": 2, "padding": 1}
    for size, extra in (((7, 4), (0, 0)), ((8, 5), (1, 1)), ((8, 4), (1, 0))):
        assert_close(
            transposed_at_once(g, weight, **options, output_padding=extra),
            conv2d_input_gradient_naive(g, weight, (2, 2, *size), **options),
            name=f"output of {size}",
            why="output_padding says which of the sizes was meant that a convolution makes 4x3 of",
            hint=ONCE,
        )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_gradients_agree_with_differences(function, one):
    arrays, options, _ = one

    def call(*values):
        return function(*values, **options)

    assert gradcheck(call, arrays)


@pytest.mark.parametrize("groups", [1, 2])
def test_second_derivatives_agree_with_differences(groups):
    rng = np.random.default_rng(0)
    inputs = [rng.standard_normal(s) for s in ((1, 2, 2, 1), (2, 2 // groups, 2, 1), (2,))]

    def call(*values):
        return transposed_at_once(*values, stride=2, output_padding=(1, 0), groups=groups)

    assert gradgradcheck(call, inputs)


@pytest.mark.parametrize(("groups", "outputs"), [(2, 4), (2, 2), (4, 4), (2, 6)])
@pytest.mark.parametrize("function", [conv_transpose2d, conv_transpose2d_by_stuffing])
def test_groups_are_transposed_one_by_one(function, groups, outputs, stamped):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 4, 3, 2)), rng.standard_normal((4, outputs // groups, 3, 2))
    bias, inputs = rng.standard_normal(outputs), 4 // groups
    options = {"stride": 2, "padding": 1, "output_padding": (1, 0)}
    expected = np.concatenate(
        [
            stamped(
                x[:, k * inputs : (k + 1) * inputs],
                weight[k * inputs : (k + 1) * inputs],
                (2, 2),
                ((1, 1), (1, 1)),
                (1, 0),
                (1, 1),
            )
            for k in range(groups)
        ],
        axis=1,
    )
    call = function(x, weight, bias, **options, groups=groups)
    assert_close(
        call,
        expected + bias[:, None, None],
        name=f"{function.__name__}, {groups} groups",
        why=f"weight (4, {outputs // groups}, 3, 2): the first {inputs} input channels make the "
        f"first {outputs // groups} outputs, and so on",
        hint=STUFFING,
    )

    def grouped(*values):
        return function(*values, **options, groups=groups)

    assert gradcheck(grouped, [x[:1], weight, bias])


def test_depthwise_goes_at_once_too(stamped):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 3, 3, 4)), rng.standard_normal((3, 1, 3, 3))
    got = transposed_at_once(x, weight, stride=2, padding=1, output_padding=1, groups=3)
    meaning = ((2, 2), ((1, 1), (1, 1)), (1, 1), (1, 1))
    expected = np.concatenate(
        [stamped(x[:, c : c + 1], weight[c : c + 1], *meaning) for c in range(3)], axis=1
    )
    why = "as many groups as channels: the depthwise input gradient"
    assert_close(got, expected, name="three groups of one channel", why=why, hint=ONCE)


def test_the_arguments_stay_as_they_are_in_any_order_and_dtype(orders):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((3, 2, 4, 3)), rng.standard_normal((2, 3, 3, 2))
    options = {"stride": 2, "padding": 1, "output_padding": 1}
    expected = conv_transpose2d_by_stuffing(x, weight, **options)
    for name, same in orders(x):
        before = same.copy()
        got = transposed_at_once(same, weight, **options)
        assert_close(got, expected, name=name, hint=ONCE)
        assert_close(same, before, name="x afterwards")
    for function in FUNCTIONS:
        got = function(x.astype(np.float32), weight.astype(np.float32), **options)
        assert_close(got, expected.astype(np.float32), name=f"{function.__name__} of float32")
        assert function(x[:0], weight, **options).shape == (0, *expected.shape[1:])


@pytest.mark.parametrize(
    ("x", "weight", "bias", "options", "message"),
    [
        ((2, 3, 3), (3, 2, 2, 2), None, {}, "x must have 4 axes"),
        ((1, 3, 4, 4), (2, 3, 2, 2), None, {}, "with C = 3 for x"),
        ((1, 3, 4, 4), (3, 2, 2, 2), 3, {}, r"bias must be \(2,\)"),
        ((1, 3, 4, 4), (3, 2, 2, 2), None, {"groups": 2}, "multiple of groups=2, got 3"),
        ((1, 3, 4, 4), (3, 2, 2, 2), None, {"output_padding": 1}, "smaller than stride"),
        ((1, 3, 4, 4), (3, 2, 2, 2), None, {"padding": 3}, "leaves nothing"),
        ((1, 3, 0, 4), (3, 2, 2, 2), None, {}, "no pixels"),
    ],
)
def test_what_does_not_fit_is_named(x, weight, bias, options, message):
    bias = None if bias is None else np.zeros(bias)
    with pytest.raises(ValueError, match=message):
        conv_transpose2d(np.zeros(x), np.zeros(weight), bias, **options)


def test_the_layer_takes_the_size_that_was_meant():
    layer = ConvTranspose2d(3, 2, 3, stride=2, padding=1, rng=np.random.default_rng(0))
    x = np.random.default_rng(1).standard_normal((2, 3, 4, 5)).astype(np.float32)
    weight, bias = layer.weight.data, layer.bias.data
    for size, extra in (((7, 9), (0, 0)), ((8, 9), (1, 0)), ((8, 10), (1, 1))):
        expected = conv_transpose2d_by_stuffing(
            x, weight, bias, stride=2, padding=1, output_padding=extra
        )
        got = layer(x, output_size=size)
        assert_close(got, expected, name=f"output of {size}", rtol=1e-3, atol=1e-5)
    assert layer(x).shape == (2, 2, 7, 9)
    with pytest.raises(ValueError, match="output size 9 is impossible"):
        layer(x, output_size=9)
    assert "output_padding=(0, 0)" in repr(layer)


def test_the_layer_passes_all_its_settings_on():
    options = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 2, "dilation": 2}
    layer = ConvTranspose2d(4, 6, 3, **options, bias=False, rng=np.random.default_rng(0))
    assert (layer.weight.shape, layer.bias) == ((4, 3, 3, 3), None)
    x = np.random.default_rng(1).standard_normal((2, 4, 3, 4)).astype(np.float32)
    expected = conv_transpose2d_by_stuffing(x, layer.weight.data, **options)
    assert_close(layer(x), expected, name="output of the layer", rtol=1e-3, atol=1e-5)
