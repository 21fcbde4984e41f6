"""Channels in groups

Expected values come from t11's loops, with kernels that are 0 for the channels of other groups.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_naive, conv2d_weight_gradient_naive
from t15_modern_convs import GroupedConv2d, conv2d_grouped

HINT = "scratch hint t15 conv2d_grouped"
# groups, x, weight, options
CASES = [
    (1, (2, 3, 4, 5), (2, 3, 3, 2), {}),
    (2, (2, 4, 5, 4), (6, 2, 3, 3), {"padding": 1}),
    (3, (1, 6, 5, 6), (3, 2, 2, 3), {"stride": 2}),
    (2, (2, 6, 7, 5), (4, 3, 3, 2), {"dilation": (2, 1), "padding": ((1, 0), (0, 2))}),
    (4, (2, 4, 4, 3), (4, 1, 3, 3), {"padding": "same"}),
    (2, (1, 2, 4, 5), (6, 1, 2, 2), {"stride": (1, 2)}),
]


def arrays(shape, weight_shape):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal(shape), rng.standard_normal(weight_shape)
    return x, weight, rng.standard_normal(len(weight))


@pytest.mark.parametrize(("groups", "shape", "weight_shape", "options"), CASES)
def test_every_group_is_a_convolution_of_its_own(groups, shape, weight_shape, options, dense):
    x, weight, bias = arrays(shape, weight_shape)
    why = (
        f"{shape[1]} channels in {groups} groups: kernel 0 sees the first {weight_shape[1]} "
        f"channels, the last kernel the last {weight_shape[1]}"
    )
    for shift in (bias, None):
        assert_close(
            conv2d_grouped(x, weight, shift, **options, groups=groups),
            conv2d_naive(x, dense(weight, groups), shift, **options),
            name=f"{groups} groups, {options}",
            why=why,
            hint=HINT,
        )


@pytest.mark.parametrize(("groups", "shape", "weight_shape", "options"), CASES)
def test_gradients_are_those_of_kernels_with_zeros(
    groups, shape, weight_shape, options, dense, grouped_part
):
    x, weight, bias = arrays(shape, weight_shape)
    leaves = [tensor(a, requires_grad=True) for a in (x, weight, bias)]
    out = conv2d_grouped(*leaves, **options, groups=groups)
    g = np.random.default_rng(1).standard_normal(out.shape)
    out.backward(g)
    plain = tensor(x, requires_grad=True)
    conv2d_naive(plain, dense(weight, groups), None, **options).backward(g)
    assert_close(leaves[0].grad, plain.grad, name="gradient of x", hint=HINT)
    whole = conv2d_weight_gradient_naive(g, x, weight_shape[2:], **options)
    wanted = grouped_part(whole, groups)
    assert_close(leaves[1].grad, wanted, name="gradient of weight", hint=HINT)
    assert_close(leaves[2].grad, g.sum(axis=(0, 2, 3)), name="gradient of bias", hint=HINT)


def test_first_and_second_derivatives_agree_with_differences():
    inputs = arrays((1, 4, 2, 2), (4, 2, 2, 1))

    def function(*values):
        return conv2d_grouped(*values, stride=(2, 1), padding=1, groups=2)

    assert gradcheck(function, inputs)
    assert gradgradcheck(function, inputs)


def test_groups_do_not_see_each_other():
    x, weight, _ = arrays((1, 4, 4, 4), (4, 2, 3, 3))
    before = conv2d_grouped(x, weight, groups=2)
    x[:, 2:] += 7.0
    after = conv2d_grouped(x, weight, groups=2)
    why = "only channels 2 and 3 of x have changed: the second group"
    assert_close(after[:, :2], before[:, :2], name="first two outputs", why=why)
    assert (after[:, 2:] != before[:, 2:]).all()


def test_any_order_in_memory_gives_the_same_values_and_leaves_x_alone(orders):
    x, weight, bias = arrays((3, 4, 5, 4), (6, 2, 3, 3))
    expected = conv2d_grouped(x, weight, bias, padding=1, groups=2)
    for name, same in orders(x):
        before = same.copy()
        got = conv2d_grouped(same, weight, bias, padding=1, groups=2)
        assert_close(got, expected, name=name, hint=HINT)
        assert_close(same, before, name="x afterwards")


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_float32_stays_float32_and_an_empty_batch_is_empty(groups):
    x, weight, bias = arrays((2, 4, 5, 4), (4, 4 // groups, 3, 3))
    narrow = [a.astype(np.float32) for a in (x, weight, bias)]
    expected = conv2d_grouped(x, weight, bias, groups=groups).astype(np.float32)
    got = conv2d_grouped(*narrow, groups=groups)
    assert_close(got, expected, name="float32 output")
    leaves = [tensor(a, requires_grad=True) for a in (x[:0], weight, bias)]
    out = conv2d_grouped(*leaves, groups=groups)
    assert out.shape == (0, 4, 3, 2)
    out.sum().backward()
    assert_close(leaves[1].grad, np.zeros_like(weight), name="gradient of weight, no pictures")


@pytest.mark.parametrize(
    ("weight_shape", "groups", "message"),
    [
        ((4, 2, 3, 3), 3, "groups must divide the 4 input and 4 output channels, got 3"),
        ((4, 2, 3, 3), 0, "groups must divide"),
        ((5, 2, 3, 3), 2, "groups must divide"),
        ((4, 4, 3, 3), 2, "needs 8 input channels"),
    ],
)
def test_what_does_not_fit_is_named(weight_shape, groups, message):
    with pytest.raises(ValueError, match=message):
        conv2d_grouped(np.zeros((1, 4, 5, 5)), np.zeros(weight_shape), groups=groups)


def test_the_layer_divides_its_parameters_by_the_groups():
    layer = GroupedConv2d(
        6, 4, 3, stride=2, padding=1, dilation=2, groups=2, rng=np.random.default_rng(0)
    )
    assert layer.weight.shape == (4, 3, 3, 3)
    x = np.random.default_rng(1).standard_normal((2, 6, 7, 8)).astype(np.float32)
    options = {"stride": 2, "padding": 1, "dilation": 2, "groups": 2}
    expected = conv2d_grouped(x, layer.weight.data, layer.bias.data, **options)
    assert_close(layer(x), expected, name="output of the layer")
    assert "groups=2" in repr(layer)
