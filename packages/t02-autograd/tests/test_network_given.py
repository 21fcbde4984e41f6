"""What is given with the network and the optimizer, and what its shape means."""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t02_autograd import MLP, SGD, Layer, Neuron, Value, train


def test_weights_have_variance_one_over_inputs_and_the_bias_is_zero():
    neuron = Neuron(10_000, rng=np.random.default_rng(0))
    weights = np.array([w.data for w in neuron.weights])
    assert_close(weights.var(), 1e-4, name="variance of 10,000 weights", rtol=0.05)
    assert_close([weights.min(), weights.max()], [-(3e-4**0.5), 3e-4**0.5], name="range", rtol=0.01)
    assert neuron.bias.data == 0.0
    assert neuron.parameters() == [*neuron.weights, neuron.bias]


@pytest.mark.parametrize("count", [0, -1])
def test_empty_neurons_and_layers_are_refused(count):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match=f"inputs must be at least 1, got {count}"):
        Neuron(count, rng=rng)
    with pytest.raises(ValueError, match=f"outputs must be at least 1, got {count}"):
        Layer(2, count, rng=rng)


def test_a_layer_is_a_tanh_layer_unless_it_is_linear():
    for linear, activation in ((False, np.tanh), (True, np.asarray)):
        layer = Layer(2, 3, linear=linear, rng=np.random.default_rng(0))
        weights = np.array([[w.data for w in neuron.weights] for neuron in layer.neurons])
        expected = activation(weights @ [2.0, -1.0])
        assert_close(layer([2.0, -1.0]), expected, name=f"outputs of a layer, linear={linear}")
    assert not any(n.linear for n in Layer(2, 3, rng=np.random.default_rng(0)).neurons)


def test_layer_parameters_come_neuron_by_neuron():
    layer = Layer(2, 3, rng=np.random.default_rng(0))
    assert layer.parameters() == [p for n in layer.neurons for p in (*n.weights, n.bias)]


@pytest.mark.parametrize("lr", [0, -0.1, math.inf, math.nan])
def test_sgd_refuses_a_rate_that_is_not_positive_and_finite(lr):
    with pytest.raises(ValueError, match=f"lr must be positive and finite, got {lr}"):
        SGD([Value(1.0)], lr)


def test_sgd_refuses_an_empty_list():
    with pytest.raises(ValueError, match="parameters is empty"):
        SGD(iter([]), 0.1)


def test_sgd_keeps_a_generator_of_parameters_and_clears_their_gradients():
    a, b = Value(1.0), Value(2.0)
    a.grad, b.grad = 3.0, 4.0
    optimizer = SGD((p for p in (a, b)), 0.5)
    optimizer.step()
    optimizer.zero_grad()
    assert_close([a.data, b.data, a.grad, b.grad], [-0.5, 0.0, 0.0, 0.0], name="after a step")


@pytest.mark.parametrize(("hidden_bias", "solved"), [(False, False), (True, True)])
def test_centred_xor_needs_hidden_biases(hidden_bias, solved):
    points, targets = [[-1, -1], [-1, 1], [1, -1], [1, 1]], [-1.0, 1.0, 1.0, -1.0]
    model = MLP(2, [4, 1], hidden_bias=hidden_bias, rng=np.random.default_rng(1))
    losses = train(model, points, targets, SGD(model.parameters(), 0.1), epochs=300)
    # f(x) + f(-x) is twice the output bias b, but x and -x carry the same label: loss >= 1 + b**2
    assert (losses[-1] < 0.01) if solved else (min(losses) > 1 - 1e-12)
