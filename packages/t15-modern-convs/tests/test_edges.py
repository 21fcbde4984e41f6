"""Outputs that nothing reaches, axes of length 0, and arguments that are refused by their names."""

import numpy as np
import pytest
from scratchcore import gradgradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Linear, Module
from t12_im2col import conv2d
from t15_modern_convs import (
    ChannelNorm,
    ConvNeXtBlock,
    DepthwiseConv2d,
    DepthwiseSeparableConv2d,
    InvertedResidual,
    conv_transpose2d,
    conv_transpose2d_by_stuffing,
    count_flops,
    depthwise_by_shifts,
    depthwise_conv2d,
)

# x, weight, groups and options of transposed convolutions of which the padding leaves no stamp
UNREACHED = {
    "rows": (
        (1, 1, 2, 5),
        (1, 1, 1, 1),
        1,
        {"stride": 2, "dilation": 2, "padding": ((3, 0), (0, 0)), "output_padding": 1},
    ),
    "both axes": ((2, 2, 1, 1), (2, 3, 1, 1), 1, {"stride": 3, "padding": 1, "output_padding": 2}),
    "columns, by far": (
        (2, 4, 3, 1),
        (4, 3, 2, 2),
        2,
        {"stride": (1, 9), "padding": ((0, 0), (7, 0)), "output_padding": (0, 8)},
    ),
    "depthwise": (
        (2, 3, 2, 1),
        (3, 1, 1, 1),
        3,
        {"stride": 4, "padding": ((0, 0), (2, 0)), "output_padding": (0, 3)},
    ),
    "empty batch": (
        (0, 2, 1, 1),
        (2, 1, 1, 1),
        1,
        {"stride": 3, "padding": 1, "output_padding": 2},
    ),
}


@pytest.mark.parametrize("one", UNREACHED.values(), ids=UNREACHED.keys())
def test_an_output_that_no_stamp_reaches_is_the_bias(one):
    shape, weight_shape, groups, options = one
    rng, outputs = np.random.default_rng(0), weight_shape[1] * groups
    arrays = [rng.standard_normal(s) for s in (shape, weight_shape, (outputs,))]
    expected = conv_transpose2d_by_stuffing(*arrays, groups=groups, **options)
    x, weight, bias = (tensor(a, requires_grad=True) for a in arrays)
    out = conv_transpose2d(x, weight, bias, groups=groups, **options)
    assert out.shape == expected.shape
    assert_close(out, np.broadcast_to(bias.data[:, None, None], out.shape), name="output")
    g = rng.standard_normal(out.shape)
    out.backward(g)
    assert_close(x.grad, np.zeros(shape), name="gradient of x")
    assert_close(weight.grad, np.zeros(weight_shape), name="gradient of weight")
    assert_close(bias.grad, g.sum(axis=(0, 2, 3)), name="gradient of bias")
    without = conv_transpose2d(*arrays[:2], groups=groups, **options)
    assert_close(without, np.zeros(out.shape), name="output without bias")


def test_one_pixel_less_of_output_is_refused():
    x, weight = np.ones((1, 1, 1, 2)), np.ones((1, 1, 1, 1))
    options = {"stride": 3, "output_padding": (2, 0)}
    got = conv_transpose2d(x, weight, padding=((2, 0), (0, 0)), **options)
    assert_close(got, np.zeros((1, 1, 1, 4)), name="3 rows without 2")
    with pytest.raises(ValueError, match=r"padding \(\(3, 0\), \(0, 0\)\) leaves nothing"):
        conv_transpose2d(x, weight, padding=((3, 0), (0, 0)), **options)


@pytest.mark.parametrize("shape", [(0, 2, 3, 4), (1, 2, 3, 0), (3, 2, 0, 4), (2, 2, 0, 0)])
@pytest.mark.parametrize("kernel", [(1, 2), (3, 3)])
@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"dilation": 2}])
def test_axes_of_length_0_give_what_a_dense_convolution_gives(shape, kernel, options, dense):
    rng, options = np.random.default_rng(0), {"padding": 3, **options}
    x, weight = tensor(np.zeros(shape), requires_grad=True), rng.standard_normal((4, 1, *kernel))
    leaves = [tensor(a, requires_grad=True) for a in (weight, np.ones(4))]
    out = depthwise_conv2d(x, *leaves, **options)
    expected = conv2d(x.data, dense(weight, 2), np.ones(4), **options)
    assert_close(out, expected, name=f"depthwise of {shape}")
    assert_close(
        depthwise_by_shifts(x.data, weight, np.ones(4), **options), expected, name="shifts"
    )
    out.sum().backward()
    assert_close(x.grad, np.zeros(shape), name="gradient of x")
    assert_close(leaves[0].grad, np.zeros(weight.shape), name="gradient of weight")
    assert_close(leaves[1].grad, np.full(4, float(out[:, 0].size)), name="gradient of bias")


def test_second_derivatives_of_a_picture_without_columns():
    rng = np.random.default_rng(0)
    arrays = [np.zeros((1, 2, 3, 0)), *(rng.standard_normal(s) for s in ((2, 1, 1, 2), (2,)))]
    assert gradgradcheck(lambda *values: depthwise_conv2d(*values, padding=(0, 1)), arrays)


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_what_is_not_finite_makes_nan_of_its_strips_only(bad):
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 2, 6, 24)), rng.standard_normal((2, 1, 3, 3))
    x[0, 0, 2, 8] = bad  # columns 7 to 9 see it, in the strips 0:8 and 8:16
    with np.errstate(invalid="ignore"):
        got, seen = (
            depthwise_conv2d(x, weight, padding=1),
            depthwise_by_shifts(x, weight, padding=1),
        )
    strips = np.zeros(got.shape, bool)
    strips[0, 0, 1:4, :16] = True
    assert_close(got[~strips], seen[~strips], name="outputs of other strips")
    unseen = strips & np.isfinite(seen)
    assert np.isnan(got[unseen]).all()
    assert unseen.sum() == 3 * 13


@pytest.mark.parametrize("value", [0, 1.5, True, -1])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("channels", lambda value, rng: DepthwiseConv2d(value, 3, rng=rng)),
        ("multiplier", lambda value, rng: DepthwiseConv2d(2, 3, multiplier=value, rng=rng)),
        ("in_channels", lambda value, rng: DepthwiseSeparableConv2d(value, 2, 3, rng=rng)),
        ("in_channels", lambda value, rng: InvertedResidual(value, 2, rng=rng)),
        ("expansion", lambda value, rng: InvertedResidual(2, 2, expansion=value, rng=rng)),
        ("dim", lambda value, rng: ConvNeXtBlock(value, rng=rng)),
        ("expansion", lambda value, rng: ConvNeXtBlock(2, expansion=value, rng=rng)),
        ("channels", lambda value, rng: ChannelNorm(value)),
    ],
)
def test_numbers_are_refused_by_the_name_that_the_caller_gave(name, make, value):
    with pytest.raises(ValueError, match=rf"^{name} must be a whole number from 1, got {value}$"):
        make(value, np.random.default_rng(0))


class Lent(Module):
    """Lend a layer its weight for a call."""

    def __init__(self):
        super().__init__()
        self.layer = Linear(3, 4, rng=np.random.default_rng(0))
        self.kept = self.layer.weight
        del self.layer.weight

    def forward(self, x):
        self.layer.weight = self.kept
        out = self.layer(x)
        del self.layer.weight
        return out


def test_a_layer_counts_that_has_its_weight_for_the_call_only():
    assert count_flops(Lent(), (5, 3)) == 2 * 5 * 3 * 4


@pytest.mark.parametrize("kernel_size", [2, 4, (3, 2)])
def test_blocks_refuse_even_kernels(kernel_size):
    for make in (lambda **options: InvertedResidual(4, 4, **options), ConvNeXtBlock):
        options = {"kernel_size": kernel_size, "rng": np.random.default_rng(0)}
        options |= {"dim": 4} if make is ConvNeXtBlock else {}
        with pytest.raises(ValueError, match=r"kernel_size must be odd, got [\d(]"):
            make(**options)


def test_blocks_take_kernels_of_two_odd_sides():
    x = np.ones((1, 4, 2, 3), np.float32)
    for block in (
        InvertedResidual(4, 4, kernel_size=(1, 5), rng=np.random.default_rng(0)),
        ConvNeXtBlock(4, kernel_size=[3, 1], rng=np.random.default_rng(0)),
    ):
        assert block(x).shape == x.shape


@pytest.mark.parametrize("shape", [(2, 4, 1, 1), (2, 5, 3), (5,)])
@pytest.mark.parametrize("channels", [1, 5])
def test_the_channel_norm_knows_its_channels(shape, channels):
    message = rf"ChannelNorm: x must be \(N, {channels}, H, W\), got shape"
    with pytest.raises(ValueError, match=message):
        ChannelNorm(channels)(np.ones(shape, np.float32))
