"""Element by element: ReLU and tanh

Expected gradients: by hand, by the tape, and by central differences.
"""

import numpy as np
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t06_backprop import ReLULayer, SigmoidLayer, TanhLayer

X = np.array([[-2.0, 0.0, 3.0], [0.5, -0.1, 0.0]])
G = np.array([[1.0, -2.0, -3.0], [4.0, 5.0, 6.0]])
FORWARD = "scratch hint t06 ReLULayer.forward"
BACKWARD = "scratch hint t06 ReLULayer.backward"
TANH = "scratch hint t06 TanhLayer.backward"


def test_relu_replaces_negative_numbers_by_zero():
    out = ReLULayer().forward(X.copy())
    expected = [[0.0, 0.0, 3.0], [0.5, 0.0, 0.0]]
    assert_close(out, expected, name="max(x, 0)", why="negative numbers become 0", hint=FORWARD)
    assert out.shape == (2, 3), f"the output has the shape of x, (2, 3), yours has {out.shape}"


def test_relu_leaves_its_input_alone():
    x = X.copy()
    out = ReLULayer().forward(x)
    why = "x belongs to the caller: the layer before may keep it for its own backward"
    assert_close(x, X, name="x after forward", why=why, hint=FORWARD)
    assert not np.shares_memory(out, x), "the output must be a new array, not x or a view of it"


def test_relu_keeps_one_byte_per_value():
    for dtype in (np.float32, np.float64):
        layer = ReLULayer()
        layer.forward(X.astype(dtype))
        kept = layer.recall()
        assert getattr(kept, "nbytes", None) == 6, (
            f"one byte per value is enough for 'was x positive?', 6 bytes here; yours keeps "
            f"{getattr(kept, 'nbytes', type(kept).__name__)}\nnext: {FORWARD}"
        )


def test_relu_of_infinite_numbers_is_their_maximum_with_zero():
    with np.errstate(invalid="ignore"):
        out = ReLULayer().forward(np.array([[-np.inf, np.inf, np.nan]]))
    why = "-inf becomes 0 and NaN stays NaN, as max does it: a product -inf * 0 is NaN"
    assert_close(out, [[0.0, np.inf, np.nan]], name="max(x, 0)", why=why, hint=FORWARD)


def test_relu_lets_a_gradient_through_where_x_was_positive():
    layer = ReLULayer()
    layer.forward(np.array([[-2.0, 1.0, 3.0]]))
    assert_close(
        layer.backward(np.array([[1.0, -2.0, 3.0]])),
        [[0.0, -2.0, 3.0]],
        name="gradient of x",
        why="slope 0 where x was negative, 1 where it was positive, whatever the sign of g is",
        hint=BACKWARD,
    )


def test_relu_has_slope_zero_at_the_kink():
    layer = ReLULayer()
    layer.forward(np.array([[0.0, -0.0, 1e-300]]))
    why = "at the kink, x = 0, the slope is 0 by agreement, as in PyTorch"
    got = layer.backward(np.ones((1, 3)))
    assert_close(got, [[0.0, 0.0, 1.0]], name="gradient", why=why, hint=FORWARD)


def test_relu_leaves_the_incoming_gradient_alone():
    layer, g = ReLULayer(), G.copy()
    layer.forward(X.copy())
    layer.backward(g)
    why = "g belongs to the caller, who may send it into a second branch"
    assert_close(g, G, name="g after backward", why=why, hint=BACKWARD)


def test_relu_called_twice_is_gone_back_through_twice():
    layer = ReLULayer()
    layer.forward(np.array([[-1.0, 1.0]]))
    layer.forward(np.array([[1.0, -1.0]]))
    g = np.array([[5.0, 7.0]])
    why = "the first backward belongs to the second call of forward"
    assert_close(layer.backward(g), [[5.0, 0.0]], name="second call", why=why, hint=BACKWARD)
    assert_close(layer.backward(g), [[0.0, 7.0]], name="first call", why=why, hint=BACKWARD)


def test_tanh_multiplies_by_its_slope():
    layer = TanhLayer()
    layer.forward(np.array([[0.0, 1.0, -1.0]]))
    assert_close(
        layer.backward(np.array([[2.0, 1.0, -10.0]])),
        [[2.0, 0.4199743416140261, -4.199743416140261]],
        name="gradient of x",
        why="the slope is 1 - tanh(x)**2, here 1 and 0.42, times g; layer kept tanh(x), not x",
        hint=TANH,
    )


def test_tanh_leaves_the_incoming_gradient_and_its_output_alone():
    layer, g = TanhLayer(), G.copy()
    out = layer.forward(X.copy())
    layer.backward(g)
    assert_close(g, G, name="g after backward", why="g belongs to the caller", hint=TANH)
    why = "the next layer keeps this output too"
    assert_close(out, np.tanh(X), name="output after backward", why=why, hint=TANH)


def test_gradients_are_those_of_the_tape():
    cases = [
        (ReLULayer, lambda x: np.maximum(x, 0)),
        (TanhLayer, np.tanh),
        (SigmoidLayer, lambda x: 1 / (1 + np.exp(-x))),
    ]
    points = np.random.default_rng(0).normal(size=(5, 7))
    g = np.random.default_rng(1).normal(size=(5, 7))
    for kind, function in cases:
        x, layer = tensor(points, requires_grad=True), kind()
        out = function(x)
        out.backward(g)
        name = kind.__name__
        assert_close(layer.forward(points), out, name=f"{name}, output", rtol=1e-12)
        assert_close(layer.backward(g), x.grad, name=f"{name}, gradient", rtol=1e-12)


def test_gradients_are_those_of_central_differences(as_op):
    points = np.random.default_rng(2).normal(size=(3, 5))
    points[np.abs(points) < 0.01] = 0.5  # a step of the measurement must not cross the kink
    for kind in (ReLULayer, TanhLayer, SigmoidLayer):
        gradcheck(as_op(kind), points)


def test_large_inputs_stay_finite():
    x = np.array([[-1e4, -800.0, 800.0, 1e4]])
    for kind, expected in ((TanhLayer, [[-1, -1, 1, 1]]), (SigmoidLayer, [[0, 0, 1, 1]])):
        layer = kind()
        assert_close(layer.forward(x), np.array(expected, float), name=kind.__name__)
        why = "a saturated unit passes nothing on"
        assert_close(layer.backward(np.ones_like(x)), np.zeros((1, 4)), name="gradient", why=why)


def test_float32_stays_float32():
    for kind in (ReLULayer, TanhLayer, SigmoidLayer):
        layer = kind()
        out = layer.forward(X.astype(np.float32))
        g = layer.backward(G.astype(np.float32))
        assert out.dtype == g.dtype == np.float32, (
            f"{kind.__name__}: float32 went in, {out.dtype} and {g.dtype} came out"
        )


def test_a_gradient_of_another_shape_is_refused(error_of):
    for kind in (ReLULayer, TanhLayer, SigmoidLayer):
        layer = kind()
        layer.forward(X.copy())
        error = error_of(lambda layer=layer: layer.backward(np.ones((1, 3))))
        assert type(error) is ValueError and "(1, 3), the output (2, 3)" in str(error), (
            f"{kind.__name__}: a g of shape (1, 3) for an output (2, 3) would be broadcast "
            f"silently: call require_shape; yours gave {error!r}"
        )
