"""Neurons, layers, a network"""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import MLP, Layer, Neuron, Value, gradient_check

NEURON = "scratch hint t02 Neuron.__call__"
NETWORK = "scratch hint t02 MLP.__init__"


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def set_parameters(module, numbers):
    for p, number in zip(module.parameters(), numbers, strict=True):
        p.data = number


def forward(model, x):
    """Compute a network's output with NumPy, from the numbers in its layers."""
    x = np.asarray(x, dtype=float)
    for layer in model.layers:
        w = np.array([[p.data for p in neuron.weights] for neuron in layer.neurons])
        b = np.array([0.0 if n.bias is None else n.bias.data for n in layer.neurons])
        x = w @ x + b
        if layer is not model.layers[-1]:
            x = np.tanh(x)
    return x


def test_a_linear_neuron_is_the_weighted_sum_plus_the_bias(rng):
    neuron = Neuron(3, linear=True, rng=rng)
    set_parameters(neuron, [0.5, -1.0, 2.0, 0.25])
    assert_close(
        neuron([4.0, 3.0, 1.5]).data,
        2.25,
        name="linear neuron, w = [0.5, -1, 2], b = 0.25, at x = [4, 3, 1.5]",
        why="0.5*4 - 1*3 + 2*1.5 + 0.25, and a linear neuron has no tanh",
        hint=NEURON,
    )


def test_a_neuron_squashes_its_sum_with_tanh(rng):
    neuron = Neuron(2, rng=rng)
    set_parameters(neuron, [1.0, -2.0, 0.5])
    assert_close(
        neuron([0.25, 0.125]).data,
        np.tanh(0.5),
        name="tanh neuron, w = [1, -2], b = 0.5, at x = [0.25, 0.125]",
        why="tanh(1*0.25 - 2*0.125 + 0.5)",
        hint=NEURON,
    )


def test_a_neuron_without_a_bias_adds_none(rng):
    neuron = Neuron(1, linear=True, bias=False, rng=rng)
    set_parameters(neuron, [3.0])
    assert_close(neuron([2.0]).data, 6.0, name="3 * 2 without a bias", hint=NEURON)


@pytest.mark.parametrize("x", [[1.0], [1.0, 2.0, 3.0]])
def test_a_neuron_refuses_an_input_of_the_wrong_length(x, rng, refuses):
    refuses(
        lambda: Neuron(2, rng=rng)(x),
        ValueError,
        naming=["2", str(len(x))],
        why=f"a neuron with 2 weights cannot weigh {len(x)} inputs, and zip drops the rest",
    )


@pytest.mark.parametrize("linear", [False, True])
def test_every_parameter_and_input_of_a_neuron_passes_the_gradient_check(linear, rng):
    neuron = Neuron(3, linear=linear, rng=rng)
    x = [Value(0.3), Value(-0.8), Value(1.1)]
    neuron.bias.data = 0.2
    error = gradient_check(lambda *_: neuron(x), [*neuron.parameters(), *x])
    assert error < 1e-8, f"largest error of a gradient in the neuron: {error:.2g}"
    neuron(x).backward()
    slope = 1.0 if linear else 1 - neuron(x).data ** 2
    assert_close(
        [p.grad for p in neuron.parameters()],
        [0.3 * slope, -0.8 * slope, 1.1 * slope, slope],
        name="gradients of the neuron's weights and bias",
        why="d(w . x + b)/dw = x and d/db = 1, times the slope of the activation",
        hint=NEURON,
    )


def test_a_layer_gives_one_output_for_each_neuron(rng):
    layer = Layer(3, 5, rng=rng)
    out = layer([0.1, 0.2, 0.3])
    assert np.shape([v.data for v in out]) == (5,), f"five neurons, five outputs, got {len(out)}"
    assert_close(out, [n([0.1, 0.2, 0.3]) for n in layer.neurons], name="the layer's outputs")


def test_mlp_3_4_4_1_has_33_parameters():
    counts = [len(layer.parameters()) for layer in MLP(3, [4, 4, 1]).layers]
    assert_close(
        counts,
        [12, 16, 5],
        name="parameters in the three layers of MLP(3, [4, 4, 1])",
        why="3*4 and 4*4 weights, then 4*1 weights and one bias: 33 in all",
        hint=NETWORK,
    )
    assert len(MLP(3, [4, 4, 1]).parameters()) == 33


def test_mlp_3_4_4_1_has_41_parameters_with_hidden_biases(rng):
    counts = [
        len(layer.parameters()) for layer in MLP(3, [4, 4, 1], hidden_bias=True, rng=rng).layers
    ]
    assert_close(
        counts,
        [16, 20, 5],
        name="parameters in the three layers with hidden_bias=True",
        why="each of the 4 + 4 hidden neurons has a bias too: 41 in all",
        hint=NETWORK,
    )


def test_parameters_is_a_list_of_values_holding_floats(rng):
    parameters = MLP(2, [3, 1], rng=rng).parameters()
    assert type(parameters) is list, f"expected a list, got {type(parameters).__name__}"
    kinds = {(type(p), type(p.data), type(p.grad)) for p in parameters}
    assert kinds == {(Value, float, float)}, f"expected Values of Python floats, got {kinds}"


@pytest.mark.parametrize("hidden_bias", [False, True])
def test_hidden_layers_are_tanh_and_the_last_is_linear(hidden_bias, rng):
    model = MLP(3, [5, 4, 2], hidden_bias=hidden_bias, rng=rng)
    for p in model.parameters():
        p.data = rng.normal()
    x = [0.5, -1.0, 2.0]
    assert_close(
        [v.data for v in model(x)],
        forward(model, x),
        name="outputs of MLP(3, [5, 4, 2])",
        why="W3 tanh(W2 tanh(W1 x + b1) + b2) + b3: tanh between the layers, none after the last",
        hint=NETWORK,
    )


def test_a_network_with_one_layer_is_linear(rng):
    model = MLP(2, [1], rng=rng)
    set_parameters(model, [3.0, 4.0, 100.0])
    assert_close(model([10.0, 1.0]).data, 134.0, name="MLP(2, [1]) at [10, 1]", hint=NETWORK)


def test_a_single_output_is_a_value_and_several_are_a_list(rng):
    assert isinstance(MLP(2, [3, 1], rng=rng)([1.0, 2.0]), Value)
    outputs = MLP(2, [3, 2], rng=rng)([1.0, 2.0])
    assert np.shape([v.data for v in outputs]) == (2,)


def test_all_neurons_start_with_different_weights(rng):
    numbers = [p.data for p in MLP(3, [3, 3, 1], rng=rng).parameters() if p.data != 0]
    message = (
        "some weights start equal: neurons that start equal stay equal, so use one rng for all"
    )
    assert len(set(numbers)) == len(numbers) == 21, message


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    def build(seed):
        return [p.data for p in MLP(3, [4, 1], rng=np.random.default_rng(seed)).parameters()]

    assert_close(build(5), build(5), name="weights of two networks with seed 5", hint=NETWORK)
    assert build(5) != build(6), "the weights must come from the rng that is given"
    defaults = [p.data for p in MLP(3, [4, 1]).parameters()]
    assert_close(
        defaults, build(0), name="weights without rng", why="None means seed 0", hint=NETWORK
    )


def test_without_hidden_biases_the_network_is_odd_about_its_output_bias(rng):
    model = MLP(2, [4, 4, 1], rng=rng)
    bias = model.layers[-1].neurons[0].bias
    bias.data = 0.75
    there, back = model([0.4, -1.2]).data, model([-0.4, 1.2]).data
    assert_close(
        there + back,
        1.5,
        name="f(x) + f(-x) with an output bias of 0.75",
        why="tanh is odd, so without hidden biases f(x) - b changes sign with x",
        hint=NETWORK,
    )


def test_every_parameter_of_a_network_passes_the_gradient_check(rng):
    model = MLP(3, [4, 4, 1], hidden_bias=True, rng=rng)
    error = gradient_check(lambda *_: model([0.5, -0.3, 0.8]) ** 2, model.parameters())
    assert error < 1e-8, f"largest error among {len(model.parameters())} gradients: {error:.2g}"


def test_a_network_without_layers_is_an_error(rng):
    with pytest.raises(ValueError, match="widths"):
        MLP(3, [], rng=rng)
