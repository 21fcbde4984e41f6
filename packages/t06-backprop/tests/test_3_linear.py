"""The linear layer: one gradient comes in, three go out

N, in and out are 5, 3 and 2, so that a swapped axis shows; a square layer shows swapped values.
"""

import numpy as np
import pytest
from scratchcore import gradcheck, tensor
from scratchcore.testing import assert_close
from t06_backprop import LinearLayer

FORWARD = "scratch hint t06 LinearLayer.forward"
BACKWARD = "scratch hint t06 LinearLayer.backward"


def layer_of(weight, bias=None, **options):
    weight = np.asarray(weight)
    out_features, in_features = weight.shape
    rng = np.random.default_rng(0)
    options |= {"bias": bias is not None, "rng": rng, "dtype": weight.dtype}
    layer = LinearLayer(in_features, out_features, **options)
    layer.weight.data = weight
    if bias is not None:
        layer.bias.data = np.asarray(bias, weight.dtype)
    return layer


def random_case(n=5, n_in=3, n_out=2):
    """Return x, weight, bias and an incoming gradient."""
    rng = np.random.default_rng(3)
    shapes = (n, n_in), (n_out, n_in), (n_out,), (n, n_out)
    return [rng.normal(size=shape) for shape in shapes]


def test_forward_is_x_times_the_transposed_weight_plus_bias():
    layer = layer_of([[1.0, 2.0], [3.0, 4.0]], [10.0, 20.0])
    assert_close(
        layer.forward(np.array([[1.0, 0.0], [1.0, 1.0]])),
        [[11.0, 23.0], [13.0, 27.0]],
        name="output",
        why="the weight is (out, in): its row [1, 2] makes the first output, 1*1 + 2*0 + 10 = 11",
        hint=FORWARD,
    )


def test_the_input_itself_is_kept():
    x, weight, bias, _ = random_case()
    layer = layer_of(weight, bias)
    layer.forward(x)
    assert np.shares_memory(layer.recall(), x), (
        f"keep x itself and no copy: what layers keep is most of the memory\nnext: {FORWARD}"
    )


def test_shapes_go_from_in_to_out_and_back():
    x, weight, bias, g = random_case()
    layer = layer_of(weight, bias)
    out = layer.forward(x)
    assert out.shape == (5, 2), f"x (5, 3) through a weight (2, 3) is (5, 2), yours {out.shape}"
    g_x = layer.backward(g)
    got = g_x.shape, layer.weight.grad.shape, layer.bias.grad.shape
    for name, shape, mine in zip(("x", "weight", "bias"), ((5, 3), (2, 3), (2,)), got, strict=True):
        if mine != shape:
            pytest.fail(
                f"a gradient has the shape of its array: that of {name} is {shape}, yours {mine}"
                f"\nnext: {BACKWARD}"
            )


def test_one_sample_by_hand():
    layer = layer_of([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [0.0, 0.0])
    layer.forward(np.array([[7.0, 8.0, 9.0]]))
    g_x = layer.backward(np.array([[1.0, -1.0]]))
    why = "output k is the sum of weight[k, j] * x[j]: its slope for weight[k, j] is x[j]"
    expected = [[7.0, 8.0, 9.0], [-7.0, -8.0, -9.0]]
    assert_close(layer.weight.grad, expected, name="weight gradient", why=why, hint=BACKWARD)
    assert_close(layer.bias.grad, [1.0, -1.0], name="bias gradient", why="a bias has slope 1")
    why = "x[j] reaches output k through weight[k, j]: 1*1 + 4*(-1) = -3"
    assert_close(g_x, [[-3.0, -3.0, -3.0]], name="gradient of x", why=why, hint=BACKWARD)


def test_the_batch_is_summed_and_never_averaged():
    x, weight, bias, g = random_case()
    layer = layer_of(weight, bias)
    layer.forward(x)
    layer.backward(g)
    why = (
        "rows add up: the loss has divided by the batch already, so each row of g carries its "
        "share; averaged here too, the gradient would be off by the batch size, 5"
    )
    expected = sum(np.outer(g[n], x[n]) for n in range(5))
    assert_close(
        layer.weight.grad, expected, name="weight gradient", why=why, hint=BACKWARD, batch=5
    )
    why = "one bias serves all rows: its gradient is the sum of the rows of g, nothing is averaged"
    expected = g[0] + g[1] + g[2] + g[3] + g[4]
    assert_close(layer.bias.grad, expected, name="bias gradient", why=why, hint=BACKWARD, batch=5)


def test_a_square_layer_uses_its_weight_in_the_right_direction():
    x, weight, bias, g = random_case(4, 3, 3)
    layer = layer_of(weight, bias)
    rows = [[sum(weight[k, j] * x[n, j] for j in range(3)) for k in range(3)] for n in range(4)]
    why = "the weight is (out, in): x meets its transpose"
    assert_close(layer.forward(x), rows + bias, name="output", why=why, hint=FORWARD)
    back = [[sum(g[n, k] * weight[k, j] for k in range(3)) for j in range(3)] for n in range(4)]
    why = "going back, g meets the weight as it is, not its transpose"
    assert_close(layer.backward(g), back, name="gradient of x", why=why, hint=BACKWARD)


def test_a_layer_used_twice_gets_both_contributions():
    x, weight, bias, g = random_case(4, 3, 3)
    layer = layer_of(weight, bias)
    h = layer.forward(x)
    layer.forward(h)
    g_x = layer.backward(layer.backward(g))

    tape_x, w, b = (tensor(a, requires_grad=True) for a in (x, weight, bias))
    hidden = tape_x @ w.T + b
    (hidden @ w.T + b).backward(g)
    why = "the layer was used twice: the gradients of both uses add up, each with its own x"
    assert_close(layer.weight.grad, w.grad, name="weight gradient", why=why, hint=BACKWARD)
    assert_close(layer.bias.grad, b.grad, name="bias gradient", why=why, hint=BACKWARD)
    assert_close(g_x, tape_x.grad, name="gradient of x", why=why, hint=BACKWARD)


def test_a_layer_without_bias_works():
    x, weight, _, g = random_case()
    layer = layer_of(weight)
    expected = np.einsum("nj,kj->nk", x, weight)
    assert_close(layer.forward(x), expected, name="output without bias", hint=FORWARD)
    expected = np.einsum("nk,kj->nj", g, weight)
    assert_close(layer.backward(g), expected, name="gradient of x", hint=BACKWARD)


def test_gradients_are_those_of_the_tape():
    for shape in ((5, 3, 2), (1, 3, 2), (7, 1, 1), (0, 3, 2)):
        x, weight, bias, g = random_case(*shape)
        layer = layer_of(weight, bias)
        tape = [tensor(a, requires_grad=True) for a in (x, weight, bias)]
        out = tape[0] @ tape[1].T + tape[2]
        out.backward(g)
        assert_close(layer.forward(x), out, name=f"output, N, in, out = {shape}", rtol=1e-12)
        got = layer.backward(g), layer.weight.grad, layer.bias.grad
        for name, mine, theirs in zip(("x", "weight", "bias"), got, tape, strict=True):
            label = f"gradient of {name}, N, in, out = {shape}"
            assert_close(mine, theirs.grad, name=label, rtol=1e-12, hint=BACKWARD)


def test_gradients_are_those_of_central_differences(as_op):
    x, weight, bias, _ = random_case()
    gradcheck(as_op(lambda: layer_of(weight, bias)), [x, weight, bias])
    gradcheck(as_op(lambda: layer_of(weight)), [x, weight])


def test_without_input_grad_nothing_is_returned_and_the_rest_stays():
    x, weight, bias, g = random_case()
    layer = layer_of(weight, bias, input_grad=False)
    layer.forward(x)
    got = layer.backward(g)
    assert got is None, f"input_grad is False: backward returns None, yours {type(got).__name__}"
    expected = np.einsum("nk,nj->kj", g, x)
    assert_close(layer.weight.grad, expected, name="weight gradient", hint=BACKWARD)


def test_nothing_of_the_caller_is_changed():
    x, weight, bias, g = random_case()
    before = [a.copy() for a in (x, weight, bias, g)]
    layer = layer_of(weight, bias)
    layer.forward(x)
    layer.backward(g)
    for name, now, then in zip(
        ("x", "weight", "bias", "g"), (x, weight, bias, g), before, strict=True
    ):
        assert_close(now, then, name=f"{name} after a pass", why="it was changed in place")


def test_a_gradient_of_another_shape_is_refused(error_of):
    x, weight, bias, g = random_case()
    layer = layer_of(weight, bias)
    for wrong in (g[:1], g[:, :1], g[0]):
        layer.forward(x)
        error = error_of(lambda wrong=wrong: layer.backward(wrong))
        said = f"{wrong.shape}, the output (5, 2)"
        assert type(error) is ValueError and said in str(error), (
            f"g {wrong.shape} for an output (5, 2): call require_shape; yours gave {error!r}"
            f"\nnext: {BACKWARD}"
        )
        assert layer.weight.grad is None and layer.bias.grad is None, (
            f"g {wrong.shape} was refused when a gradient had been added to already: call "
            f"require_shape right after recall, before a gradient changes\nnext: {BACKWARD}"
        )


def test_an_x_that_does_not_fit_is_refused(error_of):
    layer = layer_of([[1.0, 2.0, 3.0]])
    cases = [
        (np.ones((5, 2)), ValueError, "(5, 2), expected (N, 3)"),
        (np.ones(3), ValueError, "(3,), expected (N, 3)"),
        (np.ones((5, 3), np.float32), TypeError, "float32, the weight float64"),
    ]
    for x, kind, said in cases:
        error = error_of(lambda x=x: layer.forward(x))
        assert type(error) is kind and said in str(error), (
            f"x {x.dtype} {x.shape} for a weight float64 (1, 3): call require_input; "
            f"yours gave {error!r}\nnext: {FORWARD}"
        )
        left = error_of(layer.recall)
        assert type(left) is RuntimeError, (
            f"x {x.dtype} {x.shape} was refused but is kept: the next backward would find it; call "
            f"require_input before keep\nnext: {FORWARD}"
        )


def test_float32_stays_float32():
    x, weight, bias, g = (a.astype(np.float32) for a in random_case())
    layer = layer_of(weight, bias)
    kinds = {layer.forward(x).dtype, layer.backward(g).dtype}
    kinds |= {layer.weight.grad.dtype, layer.bias.grad.dtype}
    assert kinds == {np.dtype(np.float32)}, f"float32 went in, and {kinds} came out"
