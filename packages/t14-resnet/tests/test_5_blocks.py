"""Residual blocks and their shortcuts

Expected values: one operation after the other, on the block's own weights.
"""

import numpy as np
import pytest
from scratchcore import Tensor, tensor
from scratchcore.testing import assert_close
from t05_mlp import Sequential
from t09_regularization import batch_norm_naive
from t12_im2col import Conv2d, conv2d
from t14_resnet import BasicBlock, BatchNorm2d, Bottleneck, projection


def pictures(channels=3, size=(5, 6), seed=0):
    return np.random.default_rng(seed).standard_normal((4, channels, *size))


def block_of(kind, *sizes, **options):
    """Return a block in float64 whose norms are not the identity."""
    rng = np.random.default_rng(1)
    made = kind(*sizes, rng=rng, dtype=np.float64, **options)
    for module in made.modules():
        if isinstance(module, BatchNorm2d):
            module.weight.data[...] = rng.uniform(0.5, 1.5, module.num_features)
            module.bias.data[...] = rng.normal(0, 0.5, module.num_features)
    return made


def normed(conv, norm, x, stride=1, padding=0):
    """Convolution and norm by the formulas, on arrays, in the mode that the norm is in."""
    out = conv2d(x, conv.weight.data, stride=stride, padding=padding)
    running = {"running_mean": norm.running_mean, "running_var": norm.running_var}
    return batch_norm_naive(
        out, norm.weight.data, norm.bias.data, **running, training=norm.training
    )


def cut(x):
    return np.maximum(x, 0)


def by_hand(block, x, stride):
    """What the block's drawing says: its branch, and its shortcut if it has one."""
    if isinstance(block, BasicBlock):
        out = cut(normed(block.conv1, block.bn1, x, stride, 1))
        out = normed(block.conv2, block.bn2, out, 1, 1)
    else:
        out = cut(normed(block.conv1, block.bn1, x))
        out = cut(normed(block.conv2, block.bn2, out, stride, 1))
        out = normed(block.conv3, block.bn3, out)
    if not block.residual:
        return cut(out)
    if block.downsample is not None:
        x = normed(block.downsample[0], block.downsample[1], x, stride)
    return cut(out + x)


CASES = [  # kind, in_channels, width, stride; whether the shortcut is x itself
    (BasicBlock, 3, 3, 1, True),
    (BasicBlock, 3, 5, 1, False),
    (BasicBlock, 3, 3, 2, False),
    (BasicBlock, 3, 6, 2, False),
    (Bottleneck, 8, 2, 1, True),
    (Bottleneck, 3, 2, 1, False),
    (Bottleneck, 8, 2, 2, False),
]


def test_no_projection_where_shapes_agree():
    made = projection(4, 4, rng=np.random.default_rng(0))
    assert made is None, (
        f"projection(4, 4) is a {type(made).__name__}, expected None: where the shapes agree the "
        "shortcut is x itself, with nothing in its way; ./scratch hint t14 projection"
    )


@pytest.mark.parametrize(("sizes", "stride"), [((3, 5), 1), ((4, 4), 2), ((3, 6), 2), ((6, 3), 1)])
def test_a_projection_has_the_channels_and_the_size_of_the_block(sizes, stride):
    made = projection(*sizes, stride, rng=np.random.default_rng(0), dtype=np.float64)
    hint = "; ./scratch hint t14 projection"
    assert isinstance(made, Sequential), (
        f"projection{(*sizes, stride)} is {made}, expected a Sequential: channels or size change, "
        f"so x can't be added as it is{hint}"
    )
    conv, norm = made
    assert isinstance(conv, Conv2d), f"the first module is a {type(conv).__name__}{hint}"
    assert isinstance(norm, BatchNorm2d), f"the second module is a {type(norm).__name__}{hint}"
    names = [name for name, _ in made.named_parameters()]
    assert names == ["0.weight", "1.weight", "1.bias"], (
        f"the parameters are {names}: a convolution in front of a norm has no bias{hint}"
    )
    x = pictures(sizes[0])
    expected = np.einsum("oc,nchw->nohw", conv.weight.data[:, :, 0, 0], x[:, :, ::stride, ::stride])
    expected = batch_norm_naive(expected, np.ones(sizes[1]), np.zeros(sizes[1]), training=True)
    assert_close(
        made(x).data,
        expected,
        name=f"projection{(*sizes, stride)} of 5 x 6 pictures",
        why="1 x 1: a matrix product at every place, or at every second one with stride 2, then "
        "the norm; the block's own result has that size",
        hint="scratch hint t14 projection",
    )


@pytest.mark.parametrize(("kind", "channels", "width", "stride", "identity"), CASES)
def test_the_shortcut_is_x_or_its_projection(kind, channels, width, stride, identity):
    block, x = block_of(kind, channels, width, stride), tensor(pictures(channels))
    got = block.shortcut(x)
    if identity:
        assert got is x, "the shortcut of a block that keeps the shape is x itself, untouched"
    else:
        expected = normed(*block.downsample, x.data, stride)
        why = "shapes differ, so downsample brings x into the shape of the block's result"
        hint = "scratch hint t14 Block.shortcut"
        assert_close(got, expected, name="shortcut", why=why, hint=hint)


def test_a_plain_block_has_no_shortcut():
    block = block_of(BasicBlock, 3, 5, 2, residual=False)
    got = block.shortcut(tensor(pictures()))
    assert got is None, (
        f"the shortcut of a block without residual is a {type(got).__name__}, expected None: plain "
        "networks add nothing; ./scratch hint t14 Block.shortcut"
    )
    assert not any("downsample" in name for name, _ in block.named_parameters())


@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize(("kind", "channels", "width", "stride", "identity"), CASES)
def test_blocks_compute_what_their_drawing_says(kind, channels, width, stride, identity, residual):
    block, x = block_of(kind, channels, width, stride, residual=residual), pictures(channels)
    out = block(x)
    assert isinstance(out, Tensor), "a block returns a tensor, its parameters want gradients"
    name = f"{kind.__name__}({channels}, {width}, {stride}), residual={residual}"
    why = "conv, norm, ReLU as drawn; the last norm's result plus the shortcut of x; then ReLU: "
    why += "in front of the addition it would let a block only add, never take away"
    hint = f"scratch hint t14 {kind.__name__}.forward"
    assert_close(out.data, by_hand(block, x, stride), name=name, why=why, hint=hint)
    block.eval()
    expected = by_hand(block, x, stride)
    assert_close(block(x).data, expected, name=f"{name} in evaluation", why=why, hint=hint)


@pytest.mark.parametrize(("kind", "channels", "width", "stride", "identity"), CASES)
def test_gradients_of_blocks_agree_with_differences(kind, channels, width, stride, identity):
    block, x = (
        block_of(kind, channels, width, stride),
        tensor(pictures(channels), requires_grad=True),
    )
    rng = np.random.default_rng(2)
    out = block(x)
    g = rng.standard_normal(out.shape)
    out.backward(g)
    for name, leaf in [("x", x), *block.named_parameters()]:
        direction = rng.standard_normal(leaf.shape)
        values, before = [], leaf.data.copy()
        for step in (1e-6, -1e-6):
            leaf.data[...] = before + step * direction
            values.append(np.sum(g * block(x).data))
        leaf.data[...] = before
        assert_close(
            np.sum(leaf.grad * direction),
            (values[0] - values[1]) / 2e-6,
            name=f"slope of {kind.__name__} along a random direction of {name}",
            why="a difference of outputs says the same as the gradient",
            rtol=1e-4,
            atol=1e-6,
        )


def test_a_block_whose_last_gamma_is_zero_is_a_relu():
    x = pictures()
    for kind, channels in ((BasicBlock, 3), (Bottleneck, 8)):
        block, x = block_of(kind, channels, channels // kind.expansion), pictures(channels)
        block.last_norm.weight.data[...] = 0
        block.last_norm.bias.data[...] = 0
        why = "the branch adds 0, and the shortcut is x itself"
        assert_close(block(x).data, cut(x), name=f"{kind.__name__} with gamma 0", why=why)


def test_names_are_those_of_torchvision():
    block = block_of(Bottleneck, 3, 2, 2)
    names = [name for name, _ in block.named_parameters() if name.endswith("weight")]
    assert names == [
        *(f"{kind}{i}.weight" for i in (1, 2, 3) for kind in ("conv", "bn")),
        "downsample.0.weight",
        "downsample.1.weight",
    ]


def test_float32_stays_float32_and_x_stays_as_it_is():
    rng = np.random.default_rng(0)
    for kind in (BasicBlock, Bottleneck):
        x = pictures(8).astype(np.float32)
        before = x.copy()
        assert kind(8, 2, 2, rng=rng)(x).dtype == np.float32, "a float32 block made float64"
        assert_close(x, before, name="x after a block", why="x belongs to the caller")


def test_an_empty_batch_goes_through():
    block = block_of(BasicBlock, 3, 6, 2)
    assert block(pictures()[:0]).shape == (0, 6, 3, 3)
