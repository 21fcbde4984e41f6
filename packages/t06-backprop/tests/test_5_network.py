"""The network: back through all layers, and a step down

Compared with the tape of tensors and with central differences.
"""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t06_backprop import LinearLayer, ManualMLP, ReLULayer, SigmoidLayer, TanhLayer

BACKWARD = "scratch hint t06 ManualMLP.backward"
WHOLE = "scratch hint t06 ManualMLP.backpropagate"
STEP = "scratch hint t06 ManualMLP.training_step"
FUNCTIONS = {
    ReLULayer: lambda x: np.maximum(x, 0),
    TanhLayer: np.tanh,
    SigmoidLayer: lambda x: 1 / (1 + np.exp(-x)),
}


def network(sizes=(4, 5, 3), n=6, **options):
    """Return a float64 network with nonzero biases, points and labels."""
    rng = np.random.default_rng(5)
    model = ManualMLP(sizes, rng=rng, dtype=np.float64, **options)
    for parameter in model.parameters()[1::2]:
        parameter.data[...] = rng.normal(size=parameter.data.shape)
    return model, rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)


def on_the_tape(model, x, labels, activation=ReLULayer):
    """Return the loss and the tensors (x, *parameters) after a backward pass on the tape."""
    h = x = tensor(x, requires_grad=True)
    parameters = [tensor(p.data, requires_grad=True) for p in model.parameters()]
    pairs = list(zip(parameters[::2], parameters[1::2], strict=True))
    for i, (weight, bias) in enumerate(pairs):
        h = (FUNCTIONS[activation](h) if i else h) @ weight.T + bias
    picked = h[np.arange(len(labels)), labels]
    loss = (np.log(np.exp(h).sum(axis=1)) - picked).mean()
    loss.backward()
    return loss, [x, *parameters]


def test_the_gradient_travels_from_the_last_layer_to_the_first():
    model, x, _ = network((3, 3, 3), input_grad=True)
    logits = model.forward(x)
    g = np.ones_like(logits)
    got = model.backward(g)
    first, relu, last = model.layers
    hidden = x @ first.weight.data.T + first.bias.data
    g_hidden = (g @ last.weight.data) * (hidden > 0)
    why = "each layer gets what the one behind it returned: last, activation, first"
    assert_close(first.weight.grad, g_hidden.T @ x, name="first weight", why=why, hint=BACKWARD)
    assert isinstance(relu, ReLULayer), "the layers are linear, activation, linear"
    assert got is not None, "input_grad is True: return the gradient with respect to the input"
    why = "what the first layer returns is the gradient with respect to the input"
    assert_close(got, g_hidden @ first.weight.data, name="input", why=why, hint=BACKWARD)


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (2, 7, 5, 6, 3)])
def test_every_gradient_is_that_of_the_tape(activation, sizes):
    model, x, labels = network(sizes, activation=activation)
    loss, (_, *expected) = on_the_tape(model, x, labels, activation)
    assert_close(model.backpropagate(x, labels), loss, name="loss", rtol=1e-12, hint=WHOLE)
    for (name, mine), theirs in zip(model.named_parameters(), expected, strict=True):
        why = "the mean over the batch of 6 is taken once, in the loss"
        assert_close(mine.grad, theirs.grad, name=name, why=why, rtol=1e-10, hint=WHOLE, batch=6)


def test_the_gradient_of_the_input_is_that_of_the_tape():
    model, x, labels = network(input_grad=True)
    model.backpropagate(x, labels)
    model.loss.forward(model.forward(x), labels)
    got = model.backward(model.loss.backward())
    _, (expected, *_) = on_the_tape(model, x, labels)
    assert_close(got, expected.grad, name="gradient of the input", rtol=1e-10, hint=BACKWARD)


def test_every_gradient_is_that_of_central_differences():
    model, x, labels = network((3, 4, 3), n=5, activation=TanhLayer)
    model.backpropagate(x, labels)

    def loss_at(array, place, value):
        before, array[place] = array[place], value
        loss = model.loss.forward(model.predict(x), labels)
        array[place] = before
        return loss

    for name, parameter in model.named_parameters():
        slopes = np.zeros_like(parameter.data)
        for place in np.ndindex(slopes.shape):
            centre = parameter.data[place]
            above = loss_at(parameter.data, place, centre + 1e-5)
            slopes[place] = (above - loss_at(parameter.data, place, centre - 1e-5)) / 2e-5
        options = {"rtol": 1e-6, "atol": 1e-9, "hint": WHOLE, "batch": 5}
        assert_close(parameter.grad, slopes, name=f"{name}, measured", **options)


def test_the_loss_is_returned():
    model, x, labels = network()
    loss = model.backpropagate(x, labels)
    assert isinstance(loss, float), f"return the loss, a float; yours is {type(loss).__name__}"
    expected, _ = on_the_tape(model, x, labels)
    assert_close(loss, expected.item(), name="loss", hint=WHOLE)


def test_gradients_of_earlier_batches_do_not_count():
    model, x, labels = network()
    model.backpropagate(x, labels)
    once = model.parameters()[0].grad.copy()
    model.backpropagate(x, labels)
    why = (
        "a new batch starts from no gradients: those of the earlier one are forgotten, not added to"
    )
    assert_close(model.parameters()[0].grad, once, name="gradient", why=why, hint=WHOLE)


def test_a_failed_step_leaves_nothing_behind(error_of):
    model, x, labels = network()
    error = error_of(lambda: model.backpropagate(x, labels + 3))
    assert type(error) is ValueError, f"labels from 3 on are refused, yours gave {error!r}"
    model.backpropagate(x, labels)
    for layer in [*model.layers, model.loss]:
        error = error_of(layer.recall)
        assert type(error) is RuntimeError, (
            f"{type(layer).__name__} still keeps what the failed step left behind: memory that "
            f"nobody frees; call forget first\nnext: {WHOLE}"
        )


def test_a_step_moves_every_parameter_against_its_gradient():
    model, x, labels = network()
    before = [p.data.copy() for p in model.parameters()]
    _, (_, *expected) = on_the_tape(model, x, labels)
    model.training_step(x, labels, lr=0.1)
    named = model.named_parameters()
    for (name, mine), old, slope in zip(named, before, expected, strict=True):
        why = "p becomes p - 0.1 * gradient; the batch size has done its part in the loss"
        target = old - 0.1 * slope.grad
        assert_close(mine.data, target, name=name, why=why, hint=STEP, rtol=1e-10)


def test_a_step_works_in_place():
    model, x, labels = network()
    arrays = [p.data for p in model.parameters()]
    model.training_step(x, labels, lr=0.1)
    same = [p.data is array for p, array in zip(model.parameters(), arrays, strict=True)]
    assert all(same), (
        "a parameter's array was replaced: change it in place, others hold the same array"
        f"\nnext: {STEP}"
    )


def test_a_step_returns_the_loss_before_it():
    model, x, labels = network()
    expected, _ = on_the_tape(model, x, labels)
    got = model.training_step(x, labels, lr=0.5)
    why = "the loss that the gradients belong to: it was computed before the parameters moved"
    assert_close(got, expected.item(), name="returned loss", why=why, hint=STEP)


def test_training_separates_a_ring_from_its_middle():
    rng = np.random.default_rng(6)
    labels = np.arange(60) % 2
    angle = rng.uniform(0, 2 * np.pi, 60)
    points = np.stack([np.cos(angle), np.sin(angle)], 1) * np.where(labels, 2.0, 0.5)[:, None]
    model = ManualMLP([2, 16, 2], rng=rng, dtype=np.float64)
    losses = [model.training_step(points, labels, lr=0.5) for _ in range(200)]
    assert losses[0] > 0.3, f"an untrained network should be wrong, its loss is {losses[0]:.3f}"
    assert losses[-1] < 0.02, f"200 steps end at a loss of {losses[-1]:.3f}, expected below 0.02"
    right = model.predict(points).argmax(axis=1) == labels
    assert right.all(), f"{np.count_nonzero(~right)} of 60 points are on the wrong side"


def test_a_layer_that_stands_twice_gets_both_gradients_and_one_step():
    model, x, labels = network((3, 3, 3))
    first, relu, last = model.layers
    model.layers = [first, relu, first, relu, last]
    before, w, b, v, c = (
        first.weight.data.copy(),
        *(tensor(p.data.copy(), requires_grad=True) for p in model.parameters()),
    )
    h = np.maximum(tensor(x) @ w.T + b, 0)
    h = np.maximum(h @ w.T + b, 0) @ v.T + c
    (np.log(np.exp(h).sum(axis=1)) - h[np.arange(6), labels]).mean().backward()
    first.input_grad = True
    model.training_step(x, labels, lr=1.0)
    why = "the shared layer sums the gradients of its two uses and moves once"
    assert_close(first.weight.data, before - w.grad, name="shared weight", why=why, hint=BACKWARD)


def test_an_empty_batch_changes_no_parameter():
    model, _, _ = network()
    before = [p.data.copy() for p in model.parameters()]
    loss = model.training_step(np.empty((0, 4)), np.empty(0, int), lr=1.0)
    assert np.isnan(loss), f"the mean loss of no rows is NaN, yours is {loss}"
    for (name, parameter), old in zip(model.named_parameters(), before, strict=True):
        assert_close(parameter.data, old, name=name, why="a sum of no rows is 0", hint=STEP)


def test_shapes_dtype_and_float32_are_kept_through_a_step():
    rng = np.random.default_rng(7)
    model = ManualMLP([4, 5, 3], rng=rng)
    model.training_step(rng.normal(size=(6, 4)).astype(np.float32), [0, 1, 2, 0, 1, 2], lr=0.1)
    shapes = [np.shape(p.grad) for p in model.parameters()]
    assert shapes == [(5, 4), (5,), (3, 5), (3,)], (
        f"after a step the gradients are still there, with the shapes of their parameters, "
        f"(5, 4), (5,), (3, 5) and (3,); yours {shapes}\nnext: {STEP}"
    )
    kinds = {a.dtype for p in model.parameters() for a in (p.data, p.grad)}
    assert kinds == {np.dtype(np.float32)}, f"a float32 network stays float32, yours has {kinds}"


def test_another_layer_may_be_called_between_forward_and_backward():
    """Predicting keeps nothing, and so does not disturb a pass that is under way."""
    model, x, labels = network()
    model.backpropagate(x, labels)
    expected = model.parameters()[0].grad
    model.zero_grad()
    model.loss.forward(model.forward(x), labels)
    model.predict(x[:2] * 3)
    model.backward(model.loss.backward())
    why = "predict must leave what forward kept"
    assert_close(model.parameters()[0].grad, expected, name="gradient", why=why, hint=BACKWARD)
    assert isinstance(model.layers[0], LinearLayer), "the first layer is linear"
