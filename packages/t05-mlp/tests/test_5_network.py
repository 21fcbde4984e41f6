"""The network: first weights, layers in a row, fifty layers

Expected values are worked out by hand or with plain NumPy.
"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t05_mlp import MLP, Linear, Module, activation_variances, first_weights_while_training, init

START = "scratch hint t05 Linear.reset_parameters"
BUILD, FORWARD = "scratch hint t05 MLP.__init__", "scratch hint t05 MLP.forward"


def rng(seed=0):
    return np.random.default_rng(seed)


def test_a_linear_layer_starts_within_its_bound():
    layer = Linear(16, 2000, rng=rng(), dtype=np.float64)
    why = "weight and bias are uniform within 1 / sqrt(in_features) = 1 / 4, PyTorch's choice"
    for name, values in (("weight", layer.weight.data), ("bias", layer.bias.data)):
        expect = {"why": why, "hint": START, "rtol": 0.05}
        assert_close(abs(values).max(), 0.25, name=f"largest |{name}|", **expect)
        assert_close(values.std(), 0.25 / math.sqrt(3), name=f"deviation of the {name}", **expect)
    assert layer.weight.shape == (2000, 16)


def test_a_linear_layer_without_bias_has_one_parameter():
    layer = Linear(3, 5, bias=False, rng=rng())
    assert [name for name, _ in layer.named_parameters()] == ["weight"]
    expected = np.ones(3, np.float32) @ layer.weight.data.T
    assert_close(layer(np.ones(3, np.float32)), expected, name="output without bias", hint=START)


def test_the_same_seed_gives_the_same_weights_and_a_reset_new_ones():
    a, b, c = (Linear(3, 5, rng=rng(seed)) for seed in (1, 1, 2))
    why = "all randomness comes from rng"
    assert_close(a.weight, b.weight.data, name="weight of the same seed", why=why, hint=START)
    assert_close(a.bias, b.bias.data, name="bias of the same seed", why=why, hint=START)
    memory = a.weight.data
    a.reset_parameters(rng=rng(2))
    why = "reset_parameters draws into the memory that is there"
    assert_close(memory, c.weight.data, name="weight after a reset", why=why, hint=START)


def test_a_network_registers_its_layers():
    net = MLP([4, 5, 3], rng=rng())
    shapes = {name: parameter.shape for name, parameter in net.named_parameters()}
    expected = {
        "layers.0.weight": (5, 4),
        "layers.0.bias": (5,),
        "layers.1.weight": (3, 5),
        "layers.1.bias": (3,),
    }
    assert shapes == expected, f"parameters are {shapes}, expected {expected} ({BUILD})"


def by_hand(net, x, activation):
    layers = list(net.layers)
    for i, layer in enumerate(layers):
        x = x @ layer.weight.data.T + (0 if layer.bias is None else layer.bias.data)
        if i < len(layers) - 1:
            x = activation(x)
    return x


@pytest.mark.parametrize("sizes", [[4, 3], [4, 5, 3], [4, 5, 6, 3]])
@pytest.mark.parametrize("bias", [True, False])
def test_the_activation_stands_between_layers_only(sizes, bias):
    net = MLP(sizes, bias=bias, rng=rng(1), dtype=np.float64)
    x = 3 * rng(2).standard_normal((7, 4))
    out = net(x)
    assert out.shape == (7, 3)
    assert_close(
        out,
        by_hand(net, x, np.tanh),
        name=f"MLP({sizes}, bias={bias})(x)",
        why="tanh after every layer but the last: outputs must be able to leave (-1, 1)",
        hint=FORWARD,
    )


def test_any_function_can_be_the_activation():
    net = MLP([4, 5, 3], activation=np.sin, rng=rng(1), dtype=np.float64)
    x = rng(2).standard_normal((2, 4))
    why = "activation=np.sin was given"
    assert_close(net(x), by_hand(net, x, np.sin), name="sine network", why=why, hint=BUILD)


def test_a_module_as_activation_is_registered_once():
    class Square(Module):
        def forward(self, x):
            return x * x

    net = MLP([4, 5, 5, 3], activation=Square(), rng=rng(1), dtype=np.float64)
    assert "activation" in dict(net.named_modules()), "the activation module is not registered"
    x = rng(2).standard_normal((2, 4))
    expected = by_hand(net, x, np.square)
    assert_close(net(x), expected, name="network of squares", hint=BUILD)


def test_each_layer_draws_weights_of_its_own():
    net = MLP([4, 4, 4], rng=rng(3))
    first, second = (layer.weight.data for layer in net.layers)
    assert not np.array_equal(first, second), (
        "both layers start with the same weights: pass the one rng on, don't make it anew"
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_and_bias_reach_every_layer(dtype):
    net = MLP([4, 5, 3], bias=False, rng=rng(), dtype=dtype)
    dtypes = [parameter.dtype for parameter in net.parameters()]
    assert dtypes == [np.dtype(dtype)] * 2, f"parameters are {dtypes}, expected two {dtype}"


def refusal(kind, sizes, **options):
    """Return what the error of `MLP` says; "" if there is none."""
    try:
        MLP(sizes, rng=rng(), **options)
    except kind as error:
        return str(error)
    return ""


def test_wrong_arguments_are_refused():
    said = refusal(ValueError, [4])
    assert "sizes" in said, (
        "[4] is one width and makes no layer: raise a ValueError that names `sizes`; it says"
        f" {said or 'nothing'} ({BUILD})"
    )
    for activation in ("tanh", Linear):
        said = refusal(TypeError, [4, 3], activation=activation)
        assert "activation" in said, (
            f"activation={activation!r} is no function and no instance of a module: raise a"
            f" TypeError that names `activation`; it says {said or 'nothing'} ({BUILD})"
        )


def test_the_gradients_of_a_network_agree_with_differences():
    net = MLP([3, 4, 2], rng=rng(4), dtype=np.float64)
    weights = [parameter.data.copy() for parameter in net.parameters()]

    def loss(x, *values):
        for layer, (weight, bias) in zip(
            net.layers, zip(values[::2], values[1::2], strict=True), strict=True
        ):
            vars(layer).update(weight=weight, bias=bias)
        return np.sin(net(x)).sum()

    assert gradcheck(loss, (rng(5).standard_normal((2, 3)), *weights))


def learn(net):
    x = np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, 1.0]])
    y = np.array([[1.0], [0.0], [0.0], [1.0]])
    return first_weights_while_training(net, x, y, lr=0.5, steps=300)


def test_neurons_that_start_equal_stay_equal():
    """The reason why weights are random: equal neurons get equal gradients for ever."""
    net = MLP([2, 4, 1], rng=rng(), dtype=np.float64)
    for parameter in net.parameters():
        init.constant_(parameter, 0.5)
    paths = learn(net)  # (steps + 1, 4 neurons, 2 inputs)
    assert paths.shape == (301, 4, 2)
    why = "all four neurons see the same input, send the same output and get the same gradient"
    expected = np.repeat(paths[:, :1], 4, axis=1)
    assert_close(paths, expected, name="paths of the neurons", why=why, hint=FORWARD)


def test_zero_weights_never_move_in_a_hidden_layer():
    net = MLP([2, 4, 1], rng=rng(), dtype=np.float64)
    for parameter in net.parameters():
        init.zeros_(parameter)
    why = "the gradient of a hidden weight is a product with the outgoing weight, which is 0, and"
    why += " the outgoing weight's with tanh(0) = 0"
    assert_close(learn(net), np.zeros((301, 4, 2)), name="hidden weights", why=why, hint=FORWARD)


def test_random_weights_solve_what_equal_ones_cannot():
    net = MLP([2, 4, 1], rng=rng(1), dtype=np.float64)
    learn(net)
    x = tensor(np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, 1.0]]))
    why = "four tanh neurons that differ learn exclusive or"
    assert_close(
        net(x), [[1.0], [0.0], [0.0], [1.0]], name="outputs", why=why, hint=FORWARD, atol=0.1
    )


def relu(x):
    return np.maximum(x, 0.0)


def variances(initialize, activation, depth=50):
    x = rng(7).standard_normal((64, 128))
    return activation_variances(x, initialize, activation, depth, rng=rng(8))


def test_kaiming_keeps_the_variance_of_relu_layers_for_fifty_layers():
    def kaiming(weight, *, rng):
        init.kaiming_normal_(weight, nonlinearity="relu", rng=rng)

    v = variances(kaiming, relu)
    assert v.shape == (50,)
    growth = math.log10(v[-1] / v[0])
    assert_close(
        growth,
        0.0,
        name="orders of magnitude that the variance grew by",
        why="He's deviation is made so that a relu layer keeps the mean square; chance alone moves"
        " it by some factor in 50 layers of width 128",
        hint="scratch hint t05 kaiming_std",
        atol=1.3,
    )


def test_xavier_halves_the_mean_square_in_each_relu_layer():
    v = variances(init.xavier_normal_, relu)
    rate = math.log2(v[-1] / v[0]) / 49
    why = "relu throws half of the mean square away, and Xavier doesn't make up for it"
    assert_close(rate, -1.0, name="doublings per layer", why=why, atol=0.1)


def test_orthogonal_weights_keep_lengths_exactly():
    x = rng(7).standard_normal((64, 128))
    x -= x.mean()
    v = activation_variances(x, init.orthogonal_, lambda x: x + 0.0, 50, rng=rng(8))
    lengths = v[-1] / v[0]
    why = "an orthogonal matrix turns vectors and leaves their lengths alone, 50 times over"
    assert_close(lengths, 1.0, name="ratio of the variances", why=why, rtol=0.02)
