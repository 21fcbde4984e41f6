"""Blocks

Expected values come from the formulas with t11's loops, one picture and one pixel at a time.
"""

import math

import numpy as np
import pytest
from scratchcore import grad, gradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import Identity
from t09_regularization import batch_norm_naive
from t11_conv2d import conv2d_naive
from t15_modern_convs import (
    ChannelNorm,
    ConvNeXtBlock,
    DepthwiseSeparableConv2d,
    InvertedResidual,
    SqueezeExcitation,
    relu6,
)

HINTS = {
    name: f"scratch hint t15 {name}.forward"
    for name in ("SqueezeExcitation", "InvertedResidual", "ChannelNorm", "ConvNeXtBlock")
}


def shake(module, seed=0):
    """Give every parameter and running statistic a value of its own; return the module."""
    rng = np.random.default_rng(seed)
    for parameter in module.parameters():
        parameter.data[...] = rng.standard_normal(parameter.shape) * 0.7 + 0.1
    for name, buffer in module.named_buffers():
        if buffer.dtype.kind == "f":
            buffer[...] = rng.uniform(0.5, 2.0, buffer.shape) - 0.5 * name.endswith("mean")
    return module


def picture(*shape):
    return np.random.default_rng(1).standard_normal(shape) * 2


def check_gradients(module, x):
    """Compare with differences: every first derivative, and a second one along a direction."""
    parameters = list(module.parameters())
    arrays = [p.data.copy() for p in parameters]
    leaf = tensor(x, requires_grad=True)
    g = np.random.default_rng(2).standard_normal(module(leaf).shape)
    module.zero_grad()
    module(leaf).backward(g)
    for parameter, values in zip(parameters, arrays, strict=True):
        direction = np.random.default_rng(3).standard_normal(values.shape)
        ends = []
        for sign in (1, -1):
            parameter.data[...] = values + sign * 1e-6 * direction
            ends.append(float((module(x) * g).sum()))
        parameter.data[...] = values
        got, expected = (parameter.grad * direction).sum(), (ends[0] - ends[1]) / 2e-6
        name = f"slope along a parameter of shape {values.shape}"
        assert_close(got, expected, name=name, rtol=1e-4, atol=1e-6)
    assert gradcheck(module, x)
    check_second_order(module, x)


def slope(module, x):
    """Return the squared length of a gradient, and its own gradient of x."""
    leaf = tensor(x, requires_grad=True)
    first = grad(np.tanh(module(leaf)).sum(), leaf, create_graph=True)
    square = (first * first).sum()
    return float(square), grad(square, leaf).data


def check_second_order(module, x):
    direction = np.random.default_rng(4).standard_normal(x.shape)
    ends = [slope(module, x + step * direction)[0] for step in (1e-5, -1e-5)]
    got = (slope(module, x)[1] * direction).sum()
    expected = (ends[0] - ends[1]) / 2e-5
    assert_close(got, expected, name="second derivative", rtol=1e-4, atol=1e-6)


def test_a_separable_convolution_filters_then_mixes(dense):
    layer = DepthwiseSeparableConv2d(
        3, 4, 3, 2, 1, 1, rng=np.random.default_rng(0), dtype=np.float64
    )
    x, depthwise, pointwise = picture(2, 3, 5, 4), layer.depthwise, layer.pointwise
    spatial = conv2d_naive(
        x, dense(depthwise.weight.data, 3), depthwise.bias.data, stride=2, padding=1
    )
    expected = conv2d_naive(spatial, pointwise.weight.data, pointwise.bias.data)
    assert_close(layer(x), expected, name="separable convolution")
    check_gradients(layer, x)


def excited(module, x):
    """Return what SqueezeExcitation does, in loops."""
    out = np.empty_like(x)
    (w1, b1), (w2, b2) = ((m.weight.data, m.bias.data) for m in (module.squeeze, module.excite))
    for n in range(len(x)):
        means = np.array([x[n, c].sum() / x[n, c].size for c in range(x.shape[1])])
        hidden = np.array([max(0.0, v) for v in w1 @ means + b1])
        for c, value in enumerate(w2 @ hidden + b2):
            out[n, c] = x[n, c] / (1 + math.exp(-value))
    return out


def test_channels_are_weighed_by_the_means_of_their_picture():
    module = shake(SqueezeExcitation(4, 3, rng=np.random.default_rng(0), dtype=np.float64))
    x = picture(3, 4, 2, 5)
    assert_close(
        module(x),
        excited(module, x),
        name="squeeze and excitation",
        why="each picture has its own means; squeeze, relu, excite, sigmoid make one factor per "
        "channel of them",
        hint=HINTS["SqueezeExcitation"],
    )
    check_gradients(module, x)


def normed(x, norm, training):
    """Return t09's formula of a batch norm with the parameters of a layer."""
    return batch_norm_naive(
        x,
        norm.weight.data,
        norm.bias.data,
        norm.running_mean.copy(),
        norm.running_var.copy(),
        training=training,
    )


def inverted(block, x, training, dense, stride):
    """Return what InvertedResidual does, one readable step after the other."""
    out = x
    if block.expand is not None:
        out = normed(conv2d_naive(out, block.expand.weight.data), block.expand_norm, training)
        out = np.minimum(np.maximum(out, 0), 6)
    weight = dense(block.depthwise.weight.data, out.shape[1])
    out = conv2d_naive(out, weight, stride=stride, padding=1)
    out = np.minimum(np.maximum(normed(out, block.depthwise_norm, training), 0), 6)
    if block.attention is not None:
        out = excited(block.attention, out)
    return normed(conv2d_naive(out, block.project.weight.data), block.project_norm, training)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("outputs", "options"),
    [
        (2, {"expansion": 3}),
        (3, {"expansion": 2}),
        (2, {"expansion": 2, "stride": 2}),
        (2, {"expansion": 1}),
        (2, {"expansion": 3, "squeezed": 2}),
    ],
)
def test_the_inverted_residual_is_wide_inside_and_linear_at_its_end(
    outputs, options, training, dense
):
    block = InvertedResidual(2, outputs, **options, rng=np.random.default_rng(0), dtype=np.float64)
    shake(block).train(training)
    x, stride = picture(3, 2, 5, 4), options.get("stride", 1)
    expected = inverted(block, x, training, dense, stride)
    shortcut = outputs == 2 and stride == 1
    assert block.shortcut == shortcut
    assert_close(
        block(x),
        expected + x if shortcut else expected,
        name=f"inverted residual to {outputs} channels, {options}, training {training}",
        why="expand, norm, relu6; depthwise, norm, relu6; attention; project, norm and no relu; "
        + ("plus x" if shortcut else "no shortcut, since channels or size change"),
        hint=HINTS["InvertedResidual"],
    )


def test_the_inverted_residual_has_right_gradients():
    block = InvertedResidual(
        2, 2, expansion=2, squeezed=2, rng=np.random.default_rng(0), dtype=np.float64
    )
    check_gradients(shake(block), picture(2, 2, 3, 4))


def test_relu6_is_flat_outside_of_its_range():
    x = tensor(np.array([-1.0, 0.5, 3.0, 5.9, 7.0]), requires_grad=True)
    out = relu6(x)
    assert_close(out, np.array([0.0, 0.5, 3.0, 5.9, 6.0]), name="relu6")
    out.sum().backward()
    assert_close(x.grad, np.array([0.0, 1.0, 1.0, 1.0, 0.0]), name="slope of relu6")


def pixel_norm(x, norm):
    """Return what ChannelNorm does, one pixel after the other."""
    out = np.empty_like(x)
    for n, i, j in np.ndindex(len(x), *x.shape[2:]):
        values = x[n, :, i, j]
        mean = math.fsum(values) / len(values)
        var = math.fsum((v - mean) ** 2 for v in values) / len(values)
        normal = (values - mean) / math.sqrt(var + norm.eps)
        out[n, :, i, j] = normal * norm.weight.data + norm.bias.data
    return out


@pytest.mark.parametrize("shape", [(2, 5, 3, 4), (1, 3, 1, 2), (2, 1, 2, 2)])
def test_the_channel_norm_looks_at_one_pixel_at_a_time(shape):
    norm = shake(ChannelNorm(shape[1], eps=0.01, dtype=np.float64))
    x = picture(*shape) + 3
    assert_close(
        norm(x),
        pixel_norm(x, norm),
        name=f"channel norm of {shape}",
        why=f"mean and variance of the {shape[1]} channels of a pixel; eps is added to the "
        "variance, which divides by the number of channels",
        hint=HINTS["ChannelNorm"],
    )
    check_gradients(norm, x)


def test_the_channel_norm_starts_plain_and_in_float32():
    x = picture(2, 4, 2, 3).astype(np.float32)
    out = ChannelNorm(4)(x)
    assert_close(out, pixel_norm(x, ChannelNorm(4)), name="channel norm, float32", atol=1e-5)
    assert "4, eps=1e-06" in repr(ChannelNorm(4))


def convnext(block, x, dense):
    """Return what ConvNeXtBlock does, one readable step after the other."""
    depthwise = block.depthwise
    weight, pad = dense(depthwise.weight.data, x.shape[1]), depthwise.padding[0][0]
    out = pixel_norm(conv2d_naive(x, weight, depthwise.bias.data, padding=pad), block.norm)
    out = conv2d_naive(out, block.expand.weight.data, block.expand.bias.data)
    out = np.vectorize(lambda v: v * (1 + math.erf(v / math.sqrt(2))) / 2)(out)
    return conv2d_naive(out, block.project.weight.data, block.project.bias.data)


def make_convnext(**options):
    options = {"kernel_size": 3, "expansion": 2, "layer_scale": 0.3, **options}
    block = ConvNeXtBlock(2, **options, rng=np.random.default_rng(0), dtype=np.float64)
    return block


@pytest.mark.parametrize("kernel_size", [3, 7])
@pytest.mark.parametrize("layer_scale", [0.3, None])
def test_the_convnext_block_adds_a_scaled_branch(layer_scale, kernel_size, dense):
    block = shake(make_convnext(layer_scale=layer_scale, kernel_size=kernel_size))
    x = picture(2, 2, 4, 5)
    gamma = 1.0 if layer_scale is None else block.gamma.data[:, None, None]
    assert_close(
        block(x),
        x + gamma * convnext(block, x, dense),
        name=f"ConvNeXt block, layer_scale {layer_scale}",
        why="x + gamma * project(gelu(expand(norm(depthwise(x))))): a norm after the depthwise "
        "part only, gamma times the branch, not times x",
        hint=HINTS["ConvNeXtBlock"],
    )


def test_the_convnext_block_starts_as_the_identity_and_has_right_gradients():
    assert_close(make_convnext().gamma, np.array([0.3, 0.3]), name="gamma at the start")
    block = ConvNeXtBlock(4, rng=np.random.default_rng(0))
    x = picture(2, 4, 5, 5).astype(np.float32)
    why = "gamma begins with 1e-6: the branch is switched on slowly"
    assert_close(block(x), x, name="output of a new block", why=why, rtol=1e-4, atol=1e-5)
    assert block.depthwise.weight.shape == (4, 1, 7, 7)
    assert block.expand.weight.shape == (16, 4, 1, 1)
    check_gradients(shake(make_convnext()), picture(2, 2, 3, 4))


def test_the_convnext_block_takes_another_norm():
    block = shake(make_convnext(norm=lambda dim, dtype: Identity()))
    x = picture(1, 2, 3, 4)
    hidden = block.expand(block.depthwise(x))
    cdf = np.vectorize(lambda v: (1 + math.erf(v / math.sqrt(2))) / 2)(hidden.data)
    branch = conv2d_naive(hidden.data * cdf, block.project.weight.data, block.project.bias.data)
    expected = x + branch * block.gamma.data[:, None, None]
    assert_close(block(x), expected, name="block without a norm", hint=HINTS["ConvNeXtBlock"])


def test_empty_batches_pass_through_the_blocks_and_float32_stays():
    x = np.zeros((0, 2, 4, 5), np.float32)
    rng = np.random.default_rng(0)
    modules = (
        SqueezeExcitation(2, 3, rng=rng),
        InvertedResidual(2, 2, squeezed=2, rng=rng),
        ChannelNorm(2),
        ConvNeXtBlock(2, rng=rng),
    )
    for module in modules:
        out = module(x)
        assert_close(out, x, name=f"{type(module).__name__} of an empty batch")
        full = module(picture(2, 2, 4, 5).astype(np.float32))
        wrong = full.dtype != np.float32
        assert not wrong, f"{type(module).__name__}: float32 in, float32 out, got {full.dtype}"
