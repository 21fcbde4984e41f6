"""What shortcuts do for gradients"""

import numpy as np
from scratchcore import tensor
from scratchcore.testing import assert_close
from t08_losses import cross_entropy
from t14_resnet import gradient_sizes
from t14_resnet.study import compare_networks, deep_network

HINT = "scratch hint t14 gradient_sizes"


def example():
    rng = np.random.default_rng(0)
    network = deep_network(8, widths=(3, 4, 5), rng=rng, zero_last_gamma=False, dtype=np.float64)
    return network, rng.standard_normal((4, 3, 8, 8)), rng.integers(10, size=4)


def one_by_one(network, x, y):
    """Write the convolutions of ResNet-8 down in their order."""
    cross_entropy(network(tensor(x)), y).backward()
    convolutions = [network.conv1]
    for stage in (network.layer1, network.layer2, network.layer3):
        convolutions += [stage[0].conv1, stage[0].conv2]
    sizes = []
    for conv in convolutions:
        gradient = np.sqrt(sum(float(v) ** 2 for v in conv.weight.grad.reshape(-1)))
        sizes.append(gradient / np.sqrt(sum(float(v) ** 2 for v in conv.weight.data.reshape(-1))))
    network.zero_grad()
    return sizes


def test_sizes_are_relative_and_come_in_the_order_of_the_layers():
    network, x, y = example()
    expected = one_by_one(network, x, y)
    why = "norm(gradient) / norm(weight) for conv1 and the two of each block, projections left out"
    got = gradient_sizes(network, x, y)
    assert_close(got, expected, name="gradient sizes of a ResNet-8", why=why, hint=HINT)
    assert got.shape == (7,), f"seven convolutions, got an array of shape {got.shape}"


def test_gradients_from_before_do_not_count_and_none_are_left():
    network, x, y = example()
    first = gradient_sizes(network, x, y)
    left = [name for name, p in network.named_parameters() if p.grad is not None]
    assert not left, f"gradients are left in {left[:3]}: the next step would add to them; ./{HINT}"
    for p in network.parameters():
        p.grad = np.ones_like(p.data)
    why = "backward adds to what is there: forget the old gradients first"
    got = gradient_sizes(network, x, y)
    assert_close(got, first, name="sizes after an earlier backward pass", why=why, hint=HINT)


def test_sizes_are_measured_in_training_mode():
    network, x, y = example()
    expected = gradient_sizes(network, x, y)
    got = gradient_sizes(network.eval(), x, y)
    why = "a network that trains normalises by the batch, and the gradient goes through its moments"
    assert_close(got, expected, name="sizes of a network that was in eval()", why=why, hint=HINT)


def test_plain_layers_multiply_the_gradient_and_shortcuts_do_not():
    sizes = compare_networks(32, batch=4, side=8, rng=np.random.default_rng(0))
    growth = {name: s[0] / s[-1] for name, s in sizes.items() if s[-1]}
    assert growth["plain"] > 5 * growth["residual"], f"first layer / last layer: {growth}"
    inner = sizes["residual, last gamma 0"][1:]
    why = "behind a gamma of 0 no gradient passes: only gammas, stem and classifier learn at first"
    assert_close(inner, np.zeros_like(inner), name="sizes inside fresh blocks", why=why)
