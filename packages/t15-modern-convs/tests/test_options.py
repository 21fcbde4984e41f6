"""Defaults, ranges and words that no graded step is about."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t05_mlp import Linear
from t11_conv2d import conv2d_naive
from t15_modern_convs import (
    ConvTranspose2d,
    DepthwiseConv2d,
    DepthwiseSeparableConv2d,
    GroupedConv2d,
    InvertedResidual,
    SqueezeExcitation,
    conv2d_grouped,
    conv_parameters,
    conv_transpose2d,
    count_parameters,
    depthwise_by_shifts,
    depthwise_conv2d,
    depthwise_input_gradient,
    depthwise_weight_gradient,
    layer_flops,
    output_padding_for,
    transposed_size,
)


def generator():
    return np.random.default_rng(0)


def test_without_options_nothing_is_padded_or_left_out(dense):
    x, weight = generator().standard_normal((2, 2, 5, 6)), generator().standard_normal((2, 1, 3, 2))
    expected = conv2d_naive(x, dense(weight, 2))
    assert_close(depthwise_conv2d(x, weight), expected, name="depthwise")
    assert_close(conv2d_grouped(x, weight, groups=2), expected, name="grouped")
    whole = conv2d_grouped(x, dense(weight, 2))
    assert_close(whole, expected, name="one group")
    assert depthwise_input_gradient(expected, weight, x.shape).shape == x.shape
    assert depthwise_weight_gradient(expected, x, (3, 2)).shape == weight.shape
    assert conv_transpose2d(x, np.ones((2, 3, 3, 2))).shape == (2, 3, 7, 7)


def test_layers_without_options_are_those_of_torch():
    rng = generator()
    x = np.zeros((1, 4, 6, 5), np.float32)
    assert GroupedConv2d(4, 2, 3, rng=rng)(x).shape == (1, 2, 4, 3)
    assert DepthwiseConv2d(4, 3, rng=rng)(x).shape == (1, 4, 4, 3)
    assert DepthwiseSeparableConv2d(4, 2, 3, rng=rng)(x).shape == (1, 2, 4, 3)
    assert ConvTranspose2d(4, 2, 3, rng=rng)(x).shape == (1, 2, 8, 7)
    assert all(
        layer.bias is not None
        for layer in (GroupedConv2d(4, 2, 3, rng=rng), ConvTranspose2d(4, 2, 3, rng=rng))
    )


@pytest.mark.parametrize("make", [GroupedConv2d, ConvTranspose2d])
def test_parameters_begin_within_their_bound(make):
    layer = make(200, 200, 3, groups=2, rng=generator())
    bound = 1 / np.sqrt(100 * 9)
    for name, parameter in layer.named_parameters():
        largest = np.abs(parameter.data).max()
        assert 0.97 * bound < largest <= bound, f"{name}: largest {largest}, bound {bound}"
        assert abs(parameter.data.mean()) < 0.15 * bound


def test_equal_generators_make_equal_layers():
    first, again = (InvertedResidual(3, 3, squeezed=2, rng=generator()) for _ in "ab")
    for (name, array), other in zip(
        first.state_dict().items(), again.state_dict().values(), strict=True
    ):
        assert_close(array, other, name=name, rtol=0)


@pytest.mark.parametrize("groups", [True, 0, -2, 1.5, "2"])
def test_groups_must_be_a_whole_number(groups):
    for make in (GroupedConv2d, ConvTranspose2d):
        with pytest.raises(ValueError, match=r"groups must be a whole number from 1, got"):
            make(4, 4, 3, groups=groups, rng=generator())


def test_channels_must_be_multiples_of_the_groups():
    for inputs, outputs, name in ((3, 4, "in_channels"), (4, 3, "out_channels"), (4, 0, "out")):
        with pytest.raises(ValueError, match=rf"{name}\w* must be a multiple of groups=2, got"):
            GroupedConv2d(inputs, outputs, 3, groups=2, rng=generator())
    with pytest.raises(ValueError, match="output_padding must be smaller"):
        ConvTranspose2d(4, 4, 3, 2, output_padding=2, rng=generator())


def test_layers_say_what_they_are():
    rng = generator()
    assert "shortcut=True" in repr(InvertedResidual(3, 3, rng=rng))
    assert "shortcut=False" in repr(InvertedResidual(3, 3, stride=2, rng=rng))
    words = repr(ConvTranspose2d(4, 6, 3, 2, 1, 1, 2, False, rng=rng))
    for word in ("4, 6", "(3, 3)", "stride=(2, 2)", "groups=2", "bias=False", "dilation=(1, 1)"):
        assert word in words
    for stride, shortcut in (((1, 1), True), ([1, 1], True), ([1, 2], False)):
        assert InvertedResidual(3, 3, stride=stride, rng=rng).shortcut is shortcut


def test_widths_are_those_that_were_asked_for():
    rng = generator()
    block = InvertedResidual(4, 5, kernel_size=5, squeezed=3, rng=rng)
    assert block.expand.weight.shape == (24, 4, 1, 1)
    assert block.depthwise.weight.shape == (24, 1, 5, 5)
    assert block.depthwise.padding == ((2, 2), (2, 2))
    assert block.attention.squeeze.weight.shape == (3, 24)
    assert SqueezeExcitation(6, 2, rng=rng).excite.weight.shape == (6, 2)
    assert all(p.dtype == np.float32 for p in block.parameters())


def test_a_layer_of_one_unit_counts_too():
    assert layer_flops(Linear(5, 1, rng=generator()), (2, 5), (2, 1)) == 20


def test_sizes_without_options():
    assert (transposed_size(4, 3), output_padding_for(6, 4, 3)) == (6, 0)
    assert conv_parameters(2, 3, 2) == 3 * (2 * 4 + 1)
    layer = Linear(2, 3, rng=generator())
    layer.weight.requires_grad = False
    assert count_parameters(layer) == 9


def test_an_unexpanded_block_has_two_convolutions_and_norms():
    block = InvertedResidual(3, 5, expansion=1, rng=generator())
    names = [name for name, _ in block.named_children()]
    assert names == ["depthwise", "depthwise_norm", "project", "project_norm"]
    wide = InvertedResidual(3, 5, kernel_size=(5, 3), rng=generator())
    assert wide.depthwise.padding == ((2, 2), (1, 1))


def test_padding_by_name_keeps_the_size_and_all_of_it_is_too_much():
    x, weight = generator().standard_normal((1, 2, 4, 6)), generator().standard_normal((2, 3, 3, 5))
    expected = conv_transpose2d(x, weight, padding=(1, 2))
    assert_close(conv_transpose2d(x, weight, padding="same"), expected, name="padding same")
    assert expected.shape == (1, 3, 4, 6)
    with pytest.raises(ValueError, match="padding 1 leaves nothing of the output"):
        conv_transpose2d(x[:, :, :1, :1], weight[:, :, :2, :2], padding=1)


def test_a_channel_larger_than_a_block_is_cut_alone():
    x = generator().standard_normal((1, 2, 520, 520)).astype(np.float32)
    weight = generator().standard_normal((2, 1, 3, 3)).astype(np.float32)
    got, expected = depthwise_conv2d(x, weight), depthwise_by_shifts(x, weight)
    assert_close(got, expected, name="two large channels", atol=1e-5)
