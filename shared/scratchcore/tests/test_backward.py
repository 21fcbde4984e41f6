"""The backward pass: accumulation, freeing, wrong use, modes, threads, depth."""

import numpy as np
import pytest
from scratchcore import Tensor, grad, tensor
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([1.0, -2.0, 3.0]), requires_grad=True)


# --- accumulation


def test_gradients_of_several_backward_calls_add_up(x):
    (x * 2.0).sum().backward()
    (x * x).sum().backward()
    assert_close(x.grad, [4.0, -2.0, 8.0], name="x.grad")


def test_a_tensor_used_in_many_places_gets_the_sum_of_their_gradients(x):
    y = x * x
    (y * x + y + x[0] * y[2]).sum().backward()
    # sum over i of x_i**3 + x_i**2 + x_0 * x_2**2, the last term three times
    expected = 3 * x.data**2 + 2 * x.data + 3 * np.array([9.0, 0.0, 6.0])
    assert_close(x.grad, expected, name="x.grad")


def test_a_diamond_is_pulled_back_once_per_node():
    calls = []
    x = Tensor(np.array(2.0), requires_grad=True)
    top = x * 3.0
    node = top._node
    pull = node.backward
    node.backward = lambda g: (calls.append(float(g)), pull(g))[1]
    (top * top + np.sin(top) + top).backward()
    assert calls == [pytest.approx(12.0 + np.cos(6.0) + 1.0)]
    assert_close(x.grad, 3 * calls[0], name="x.grad")


def test_grad_can_be_reset_and_replaced(x):
    x.sum().backward()
    x.grad = None
    assert x.grad is None
    x.grad = np.array([1.0, 1.0, 1.0])
    x.sum().backward()
    assert_close(x.grad, [2.0, 2.0, 2.0], name="x.grad")


def test_only_leaves_that_need_a_gradient_get_one(x):
    c = tensor([1.0, 2.0, 3.0], dtype=np.float64)
    y = x * c
    y.sum().backward()
    assert c.grad is None and y.grad is None
    assert_close(x.grad, c.data, name="x.grad")


def test_the_incoming_gradient_weights_the_outputs(x):
    (x * x).backward(np.array([1.0, 10.0, 100.0]))
    assert_close(x.grad, [2.0, -40.0, 600.0], name="x.grad")


def test_the_incoming_gradient_may_be_a_tensor_or_a_list(x):
    (x * 1.0).backward(tensor([1.0, 2.0, 3.0], dtype=np.float64))
    (x * 1.0).backward([1.0, 2.0, 3.0])
    assert_close(x.grad, [2.0, 4.0, 6.0], name="x.grad")


def test_backward_on_a_leaf_itself_gives_the_incoming_gradient(x):
    x.backward([1.0, 2.0, 3.0])
    assert_close(x.grad, [1.0, 2.0, 3.0], name="x.grad")


# --- freeing


def test_a_second_backward_on_a_freed_graph_is_refused_and_names_the_way_out(x):
    loss = np.tanh(x).sum()
    loss.backward()
    with pytest.raises(RuntimeError, match=r"below sum was freed.*retain_graph=True"):
        loss.backward()


def test_a_new_graph_on_a_freed_part_is_refused_too(x):
    h = np.tanh(x)
    h.sum().backward()
    with pytest.raises(RuntimeError, match="below tanh was freed"):
        (h * 2.0).sum().backward()


def test_retain_graph_allows_another_backward_that_adds_up(x):
    loss = (x * x).sum()
    loss.backward(retain_graph=True)
    loss.backward(retain_graph=True)
    loss.backward()
    assert_close(x.grad, 6 * x.data, name="x.grad")
    with pytest.raises(RuntimeError, match="freed"):
        loss.backward()


def test_parts_that_backward_did_not_reach_stay_usable(x):
    left, right = (x * x).sum(), (x * 3.0).sum()
    left.backward()
    right.backward()
    assert_close(x.grad, 2 * x.data + 3, name="x.grad")


# --- wrong use


def test_backward_on_several_values_asks_for_a_gradient(x):
    with pytest.raises(RuntimeError, match=r"shape \(3,\) is not a scalar; pass gradient="):
        (x * 2.0).backward()


def test_one_value_of_any_shape_counts_as_a_scalar():
    x = Tensor(np.array([[3.0]]), requires_grad=True)
    (x * x).backward()
    assert_close(x.grad, [[6.0]], name="x.grad")


def test_backward_on_what_needs_no_gradient_says_so():
    with pytest.raises(RuntimeError, match="does not require a gradient"):
        tensor([1.0]).sum().backward()


@pytest.mark.parametrize("shape", [(), (1,), (2,), (3, 1)])
def test_an_incoming_gradient_of_another_shape_is_refused(x, shape):
    with pytest.raises(ValueError, match=r"gradient has shape .*, expected \(3,\)"):
        (x * 2.0).backward(np.ones(shape))


def test_grad_of_an_unused_input_is_refused_unless_allowed(x):
    y = Tensor(np.ones(2), requires_grad=True)
    with pytest.raises(ValueError, match=r"inputs\[1\] is not part of the graph"):
        grad((x * x).sum(), [x, y])
    found = grad((x * x).sum(), [x, y], allow_unused=True)
    assert found[1] is None
    assert_close(found[0], 2 * x.data, name="gradient of x")


def test_grad_of_a_constant_input_is_refused(x):
    with pytest.raises(ValueError, match=r"inputs\[0\] does not require a gradient"):
        grad(x.sum(), [tensor([1.0])])


def test_grad_counts_its_weights(x):
    with pytest.raises(ValueError, match="grad_outputs has 1 entries for 2 outputs"):
        grad([x.sum(), x.sum()], x, [np.ones(())])


# --- grad


def test_grad_returns_gradients_and_leaves_grad_alone(x):
    found = grad((x * x).sum(), x)
    assert type(found) is Tensor and not found.requires_grad
    assert_close(found, 2 * x.data, name="gradient")
    assert x.grad is None


def test_grad_sums_over_weighted_outputs(x):
    a, b = x * x, x[0] * 5.0
    (found,) = grad([a, b], [x], [np.array([1.0, 0.0, 2.0]), np.array(3.0)])
    assert_close(found, [2.0 + 15.0, 0.0, 12.0], name="gradient")


def test_grad_reaches_results_inside_the_graph_and_stops_there(x):
    h = np.tanh(x)
    y = (h * h).sum()
    found_h, found_x = grad(y, [h, x], retain_graph=True)
    assert_close(found_h, 2 * h.data, name="gradient of h")
    assert_close(found_x, 2 * h.data * (1 - h.data**2), name="gradient of x")
    assert_close(grad(y, h), 2 * h.data, name="gradient of h alone")
    assert_close(grad(np.tanh(x).sum(), x), 1 - h.data**2, name="the part below was not freed")


def test_grad_of_an_input_with_respect_to_itself_is_the_weight(x):
    assert_close(grad(x, x, np.array([1.0, 2.0, 3.0])), [1.0, 2.0, 3.0], name="gradient")


def test_a_read_adds_to_a_gradient_that_other_leaves_share_without_changing_theirs():
    """The dense gradient arrives first and is borrowed; the read must copy it before it adds."""
    x = Tensor(np.zeros(4), requires_grad=True)
    w = Tensor(np.zeros(4), requires_grad=True)
    read = (x[1:3] * 5.0).sum()
    (((x + w) * 2.0).sum() + read).backward()
    assert_close(x.grad, [2.0, 7.0, 7.0, 2.0], name="x.grad")
    assert_close(w.grad, [2.0, 2.0, 2.0, 2.0], name="w.grad")


def test_reads_before_and_after_a_dense_gradient_all_add_up(x):
    first = x[0] * 3.0
    dense = (x * 2.0).sum()
    second = x[[0, 0, 2]].sum()
    (first + dense + second).backward()
    assert_close(x.grad, [2.0 + 3.0 + 2.0, 2.0, 2.0 + 1.0], name="x.grad")


def test_grad_of_the_second_input_alone(x):
    y = Tensor(np.array([4.0, 5.0, 6.0]), requires_grad=True)
    assert_close(grad((x * y).sum(), y), x.data, name="gradient of y")
    assert_close(grad((3.0 * y * x).sum(), x), 3 * y.data, name="gradient of x")


def test_weights_of_outputs_are_left_as_they_were(x):
    """The first output lies below the second, so its weight meets the gradient from there."""
    y = x * 2.0
    z = y * 3.0
    weights = [np.ones(3), np.full(3, 10.0)]
    found = grad([y, z], x, weights)
    assert_close(found, np.full(3, 62.0), name="gradient")
    assert_close(weights[0], np.ones(3), name="the first weight")
    assert_close(weights[1], np.full(3, 10.0), name="the second weight")


def test_one_output_given_twice_counts_twice(x):
    y = x * 2.0
    assert_close(grad([y, y], x, [np.ones(3), np.full(3, 2.0)]), np.full(3, 6.0), name="gradient")
