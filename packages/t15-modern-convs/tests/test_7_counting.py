"""Parameters and operations

A convolution of ones with kernels of ones, by t11's loops, adds 1 for each multiplication: the sum
of its output is their number.
"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t05_mlp import Flatten, Linear, Module, Sequential
from t07_activations import ReLU
from t11_conv2d import conv2d_naive, output_size
from t12_im2col import Conv2d
from t15_modern_convs import (
    ConvNeXtBlock,
    ConvTranspose2d,
    DepthwiseConv2d,
    DepthwiseSeparableConv2d,
    GroupedConv2d,
    InvertedResidual,
    calls_of,
    conv_flops,
    conv_parameters,
    count_flops,
    count_parameters,
    layer_flops,
    separable_ratio,
)

FORMULA, LAYER = "scratch hint t15 conv_flops", "scratch hint t15 layer_flops"
# in_channels, out_channels, kernel, groups, input size, stride
LAYERS = [
    (2, 3, (3, 2), 1, (5, 4), 1),
    (4, 6, (2, 2), 2, (4, 5), 2),
    (4, 4, (3, 3), 4, (5, 5), 1),
    (3, 5, (1, 1), 1, (3, 2), 1),
]


def multiplications(inputs, outputs, kernel, groups, size, stride):
    """Count them for one picture, group by group, without padding."""
    x = np.ones((1, inputs // groups, *size))
    weight = np.ones((outputs // groups, inputs // groups, *kernel))
    return groups * int(conv2d_naive(x, weight, stride=stride).sum())


@pytest.mark.parametrize("layer", LAYERS)
def test_the_formula_counts_every_multiplication_and_addition(layer):
    inputs, outputs, kernel, groups, size, stride = layer
    out_size = tuple(output_size(s, k, stride=stride) for s, k in zip(size, kernel, strict=True))
    got = conv_flops(inputs, outputs, kernel, out_size, groups)
    count = multiplications(*layer)
    why = f"{count} multiplications, each with an addition: {inputs // groups} channels per kernel"
    assert_close(got, 2 * count, name=f"operations of {layer}", why=why, hint=FORMULA)
    more = conv_flops(inputs, outputs, kernel, (out_size[0] * 3, out_size[1]), groups)
    assert_close(more, 6 * count, name="operations for thrice the rows", hint=FORMULA)


def test_whole_numbers_stand_for_squares():
    assert_close(conv_flops(2, 3, 3, 4), 2 * 2 * 3 * 9 * 16, name="operations", hint=FORMULA)
    with pytest.raises(ValueError, match="in_channels must be a multiple of groups=2, got 3"):
        conv_flops(3, 4, 3, 4, groups=2)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("layer", LAYERS)
def test_parameters_by_formula_are_those_that_are_there(layer, bias):
    inputs, outputs, kernel, groups, *_ = layer
    rng = np.random.default_rng(0)
    module = GroupedConv2d(inputs, outputs, kernel, groups=groups, bias=bias, rng=rng)
    there = sum(p.data.size for p in module.parameters())
    assert conv_parameters(inputs, outputs, kernel, groups, bias) == there
    assert count_parameters(module) == there


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_counts_what_it_does(layer):
    inputs, outputs, kernel, groups, size, stride = layer
    module = GroupedConv2d(
        inputs, outputs, kernel, stride, groups=groups, rng=np.random.default_rng(0)
    )
    x = np.zeros((3, inputs, *size), np.float32)
    got = layer_flops(module, x.shape, module(x).shape)
    why = "three pictures, 2 for each multiplication"
    assert_close(got, 6 * multiplications(*layer), name=f"{layer}", why=why, hint=LAYER)


def test_a_transposed_layer_multiplies_every_input_with_the_whole_kernel():
    rng = np.random.default_rng(0)
    module = ConvTranspose2d(4, 6, 3, stride=2, groups=2, rng=rng)
    x = np.zeros((2, 4, 5, 3), np.float32)
    # pixels of x, outputs of a group, taps
    count = (2 * 4 * 5 * 3) * 3 * 9
    got = layer_flops(module, x.shape, module(x).shape)
    why = "each of the 120 pixels of x times the 3x3 kernels of the 3 outputs of its group"
    assert_close(got, 2 * count, name="operations, transposed", why=why, hint=LAYER)


def test_linear_layers_count_and_others_do_not():
    module = Linear(5, 3, rng=np.random.default_rng(0))
    got = layer_flops(module, (2, 7, 5), (2, 7, 3))
    assert_close(got, 2 * 14 * 5 * 3, name="operations of a linear layer", hint=LAYER)
    assert_close(layer_flops(ReLU(), (2, 3), (2, 3)), 0, name="operations of ReLU", hint=LAYER)


def test_a_network_is_the_sum_of_its_calls():
    rng = np.random.default_rng(0)
    network = Sequential(
        Conv2d(3, 4, 3, padding=1, rng=rng), ReLU(), Flatten(), Linear(4 * 6 * 5, 2, rng=rng)
    ).train()
    got = count_flops(network, (2, 3, 6, 5))
    expected = 2 * (conv_flops(3, 4, 3, (6, 5)) + 2 * 120 * 2)
    assert_close(got, expected, name="operations of a network", hint=LAYER)
    assert network.training
    assert all(module.training for module in network.modules())
    assert "forward" not in vars(network[0])


class Twice(Module):
    """Call one layer two times."""

    def __init__(self):
        super().__init__()
        self.layer = Linear(3, 3, rng=np.random.default_rng(0))

    def forward(self, x):
        return self.layer(self.layer(x))


def test_a_shared_layer_works_twice_and_learns_once():
    module = Twice()
    assert [shapes for _, *shapes in calls_of(module, (2, 3))][:2] == [[(2, 3), (2, 3)]] * 2
    assert count_flops(module, (2, 3)) == 2 * (2 * 2 * 9)
    assert count_parameters(module) == 12
    module.layer.bias.requires_grad = False
    assert count_parameters(module, trained_only=True) == 9


def test_a_failure_leaves_no_trace():
    module = Twice()
    with pytest.raises(ValueError, match="linear: x has shape"):
        count_flops(module, (2, 4))
    assert "forward" not in vars(module)
    assert "forward" not in vars(module.layer)


@pytest.mark.parametrize(("outputs", "kernel"), [(64, 3), (128, (5, 3))])
def test_a_separable_convolution_costs_the_ratio(outputs, kernel):
    rng = np.random.default_rng(0)
    separable = DepthwiseSeparableConv2d(8, outputs, kernel, bias=False, rng=rng)
    plain = Conv2d(8, outputs, kernel, bias=False, rng=rng)
    expected = separable_ratio(outputs, kernel)
    assert count_parameters(separable) / count_parameters(plain) == pytest.approx(expected)
    shape = (1, 8, 9, 9)
    ratio = count_flops(DepthwiseConv2d(8, kernel, bias=False, rng=rng), shape)
    rows, columns = (9 - k + 1 for k in ((kernel,) * 2 if isinstance(kernel, int) else kernel))
    ratio += conv_flops(8, outputs, 1, (rows, columns))
    assert ratio / count_flops(plain, shape) == pytest.approx(expected)


def test_the_blocks_cost_what_their_papers_say():
    rng = np.random.default_rng(0)
    h, w, d, wide, out = 6, 5, 4, 24, 8
    block = InvertedResidual(d, out, expansion=6, rng=rng)
    # Sandler et al., section 3.3: h * w * d * t * (d + k * k + d') multiply-adds
    assert count_flops(block, (1, d, h, w)) == 2 * h * w * d * 6 * (d + 9 + out)
    assert count_parameters(block) == wide * (d + 9 + out) + 2 * (wide + wide + out)
    dim = 6
    block = ConvNeXtBlock(dim, rng=rng)
    # a 7x7 kernel per channel, two layers dim to 4 dim and back
    assert count_flops(block, (1, dim, h, w)) == 2 * h * w * dim * (49 + 8 * dim)
    assert count_parameters(block) == dim * 50 + 2 * dim + 8 * dim * dim + 5 * dim + dim
