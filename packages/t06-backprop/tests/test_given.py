"""What the package gives ready: constructors, names, reports, and the sigmoid's far ends."""

import math

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import SGD
from t05_mlp.init import xavier_uniform_
from t06_backprop import (
    GradientFlow,
    GradientProbe,
    Learnable,
    LinearLayer,
    ManualMLP,
    ReLULayer,
    SigmoidLayer,
    SoftmaxCrossEntropyLayer,
    TanhLayer,
    class_numbers,
    gradient_flow,
)


def small(**options):
    return ManualMLP([3, 4, 2], rng=np.random.default_rng(0), **options)


def test_gradients_are_added_out_of_place():
    learnable, g = Learnable(np.zeros(2)), np.ones(2)
    learnable.add_grad(g)
    learnable.add_grad(np.array([2.0, 3.0]))
    assert_close(learnable.grad, [3.0, 4.0], name="sum")
    assert_close(g, [1.0, 1.0], name="first contribution")


def test_a_linear_layer_begins_with_kaiming_weights_and_no_bias():
    layer = LinearLayer(400, 300, rng=np.random.default_rng(0))
    assert layer.weight.data.shape == (300, 400) and layer.weight.data.dtype == np.float32
    assert layer.weight.data.std() == pytest.approx(math.sqrt(2 / 400), rel=0.01)
    assert layer.bias.data.shape == (300,) and not layer.bias.data.any()
    assert [name for name, _ in layer.parameters()] == ["weight", "bias"]
    bare = LinearLayer(3, 2, bias=False, rng=np.random.default_rng(0), dtype=np.float64)
    assert bare.bias is None and bare.weight.data.dtype == np.float64
    assert [name for name, _ in bare.parameters()] == ["weight"]


def test_layers_without_weights_have_no_parameters():
    for kind in (ReLULayer, TanhLayer, SigmoidLayer, SoftmaxCrossEntropyLayer, GradientProbe):
        assert kind().parameters() == []


def test_a_network_is_made_as_asked():
    model = small()
    assert [type(layer) for layer in model.layers] == [LinearLayer, ReLULayer, LinearLayer]
    assert [name for name, _ in model.named_parameters()] == [
        "0.weight",
        "0.bias",
        "2.weight",
        "2.bias",
    ]
    assert [p.data.shape for p in model.parameters()] == [(4, 3), (4,), (2, 4), (2,)]
    assert [layer.input_grad for layer in model.layers[::2]] == [False, True]
    assert [layer.input_grad for layer in small(input_grad=True).layers[::2]] == [True, True]
    bare = small(bias=False, activation=TanhLayer, dtype=np.float64, init=xavier_uniform_)
    assert [p.data.shape for p in bare.parameters()] == [(4, 3), (2, 4)]
    assert {p.data.dtype for p in bare.parameters()} == {np.dtype(np.float64)}
    assert type(bare.layers[1]) is TanhLayer
    assert np.abs(bare.layers[0].weight.data).max() < math.sqrt(6 / 7)


def test_the_same_seed_makes_the_same_network():
    for mine, theirs in zip(small().parameters(), small().parameters(), strict=True):
        np.testing.assert_array_equal(mine.data, theirs.data)


def test_a_network_may_be_one_unit_wide():
    model = ManualMLP([1, 1, 2], rng=np.random.default_rng(0))
    assert [p.data.shape for p in model.parameters()] == [(1, 1), (1,), (2, 1), (2,)]


@pytest.mark.parametrize("sizes", [[], [3], [3, 0, 2], [3, -1]])
def test_sizes_that_make_no_network_are_refused(sizes):
    with pytest.raises(ValueError, match="two or more positive widths"):
        ManualMLP(sizes, rng=np.random.default_rng(0))


def test_predict_is_forward_without_a_trace():
    model, x = small(), np.ones((2, 3), np.float32)
    expected = model.forward(x)
    model.forget()
    assert_close(model.predict(x), expected, name="logits")
    for layer in model.layers:
        with pytest.raises(RuntimeError, match="forward"):
            layer.recall()


def test_forget_reaches_the_loss():
    model = small()
    model.loss.forward(model.forward(np.ones((2, 3), np.float32)), [0, 1])
    model.forget()
    for layer in [*model.layers, model.loss]:
        with pytest.raises(RuntimeError, match=type(layer).__name__):
            layer.recall()


def test_a_layer_that_stands_twice_is_named_once():
    model = small()
    first, relu, last = model.layers
    model.layers = [first, relu, first, last]
    names = [name for name, _ in model.named_parameters()]
    assert names == ["0.weight", "0.bias", "3.weight", "3.bias"]
    SGD(model.parameters(), lr=0.1)  # which refuses a parameter that is given twice


def test_reductions_other_than_mean_and_sum_are_refused():
    with pytest.raises(ValueError, match="'mean' or 'sum', got 'none'"):
        SoftmaxCrossEntropyLayer("none")


def test_class_numbers_are_taken_in_every_integer_form():
    logits = np.zeros((3, 300))
    for labels in ([0, 299, 5], (0, 299, 5), np.array([0, 299, 5], np.uint16)):
        got = class_numbers(labels, logits)
        np.testing.assert_array_equal(got, [0, 299, 5])
        assert got.dtype == np.intp
    assert class_numbers([], np.zeros((0, 2))).shape == (0,)


@pytest.mark.parametrize("shape", [(3,), (3, 0), (3, 4, 5)])
def test_logits_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"expected \(N, C\) with C > 0"):
        class_numbers([0, 1, 0], np.zeros(shape))


def test_a_square_of_integers_may_not_be_labels():
    with pytest.raises(ValueError, match="not one-hot"):
        class_numbers(np.eye(2, dtype=int), np.zeros((2, 2)))
    with pytest.raises(ValueError, match=r"expected \(2,\) for 2 rows"):
        class_numbers(np.zeros((2, 3), int), np.zeros((2, 2)))


def test_the_sigmoid_is_exact_far_out():
    layer = SigmoidLayer()
    out = layer.forward(np.array([[-700.0, -40.0, 0.0, 40.0]]))
    expected = [[math.exp(-700), math.exp(-40) / (1 + math.exp(-40)), 0.5, 1 / (1 + math.exp(-40))]]
    assert_close(out, expected, name="sigmoid", rtol=1e-14, atol=0.0)
    got = layer.backward(np.array([[1e300, 2.0, 2.0, 2.0]]))
    assert_close(got[0, 0], 1e300 * math.exp(-700), name="slope far out", rtol=1e-13, atol=0.0)
    assert_close(got[0, 2], 0.5, name="slope at 0 times 2")


def test_a_probe_passes_everything_on_and_measures():
    probe, x, g = GradientProbe(), np.ones((2, 2)), np.array([[3.0, 0.0], [0.0, 4.0]])
    assert probe.norm is None
    assert probe.forward(x) is x
    assert probe.backward(g) is g
    assert_close(probe.norm, 5.0, name="norm")
    probe.forward(x)
    with pytest.raises(ValueError, match="GradientProbe"):
        probe.backward(g[:1])


def test_measuring_the_flow_leaves_the_model_as_it_was_but_for_its_gradients():
    model, rng = small(), np.random.default_rng(1)
    x, labels = rng.normal(size=(5, 3)).astype(np.float32), rng.integers(0, 2, 5)
    layers = list(model.layers)
    flow = gradient_flow(model, x, labels)
    got = [p.grad for p in model.parameters()]
    assert model.layers == layers
    model.backpropagate(x, labels)
    for mine, p in zip(got, model.parameters(), strict=True):
        np.testing.assert_array_equal(mine, p.grad)
    assert_close(flow.weight_norms[1], np.linalg.norm(got[2]), name="norm", rtol=1e-5)
    with pytest.raises(RuntimeError):
        model.layers[0].recall()


def test_weights_and_their_gradients_have_the_same_product_in_all_layers_without_biases():
    """Euler: a ReLU network is homogeneous in each weight, so sum(w * grad) is one number."""
    rng = np.random.default_rng(2)
    model = ManualMLP([4, 6, 5, 3], bias=False, rng=rng, dtype=np.float64)
    model.layers[2].weight.data *= 10
    model.backpropagate(rng.normal(size=(8, 4)), rng.integers(0, 3, 8))
    products = [np.sum(p.data * p.grad) for p in model.parameters()]
    assert_close(products, [products[0]] * 3, name="sum(w * grad)", rtol=1e-12)


def test_a_report_has_a_line_for_every_layer_and_the_verdict():
    flow = GradientFlow(("0", "2", "10"), (1e-6, 1e-3, 1.0), (0.5, 0.25, 2.0))
    assert str(flow).splitlines() == [
        "layer  at output  at weight",
        "0       1.00e-06   5.00e-01  ############",
        "2       1.00e-03   2.50e-01  ##################",
        "10      1.00e+00   2.00e+00  ########################",
        "vanishing: times 0.001 with every layer on the way back",
    ]


def test_a_report_copes_with_zero_and_infinite_norms():
    lines = str(GradientFlow(("0", "2", "4"), (0.0, 1e-30, 1.0), (0.0, 1.0, 1.0))).splitlines()
    assert lines[1].endswith("0.00e+00") and lines[2].endswith("1.00e+00  #")
    assert lines[-1].startswith("vanishing: times 0 ")
    lines = str(GradientFlow(("0", "2"), (math.inf, 1.0), (1.0, 1.0))).splitlines()
    assert lines[1].endswith("  " + "!" * 24) and lines[-1].startswith("exploding: times inf")
    lines = str(GradientFlow(("0", "2"), (1e-9, 1e-8), (1.0, 1.0))).splitlines()
    assert [line.count("#") for line in lines[1:3]] == [22, 24]
    lines = str(GradientFlow(("0",), (0.0,), (0.0,))).splitlines()
    assert lines[-1].startswith("healthy: times 1 ")


def test_a_measurement_cannot_be_changed():
    flow = GradientFlow(("0",), (1.0,), (1.0,))
    with pytest.raises(AttributeError, match="norms"):
        flow.norms = (2.0,)
