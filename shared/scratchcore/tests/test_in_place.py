"""Assignment in place: allowed where no gradient can become wrong, refused elsewhere."""

import numpy as np
import pytest
from scratchcore import Tensor, grad, no_grad, ops, tensor
from scratchcore.mutation import mutations
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]]), requires_grad=True)


def test_assignment_to_what_a_graph_needs_is_refused(x):
    with pytest.raises(RuntimeError, match="in-place assignment to a tensor that requires"):
        x[0] = 1.0
    h = x * 2
    with pytest.raises(RuntimeError, match="in-place assignment to a tensor that requires"):
        h[0, 0] = 1.0


def test_assignment_of_a_value_with_a_gradient_is_refused(x):
    plain = tensor(np.zeros((2, 3)))
    with pytest.raises(RuntimeError, match="would drop the gradient of the value"):
        plain[0] = x[0]


def test_plain_tensors_and_parameters_under_no_grad_can_be_assigned(x):
    plain = tensor([1.0, 2.0, 3.0])
    plain[1:] = tensor([5.0, 6.0])
    plain[np.array([True, False, False])] = 9.0
    assert_close(plain, np.array([9, 5, 6], np.float32), name="plain")
    with no_grad():
        x[0] = 7.0
    assert_close(x.data[0], [7.0, 7.0, 7.0], name="x.data")


def test_a_graph_whose_saved_array_was_assigned_to_is_refused(x):
    c = tensor(np.ones((2, 3)))
    y = x * c
    c[0, 0] = 5.0
    with pytest.raises(RuntimeError, match=r"multiply.*shape \(2, 3\).*modified in place"):
        y.sum().backward()


def test_assignment_through_a_view_is_noticed_too(x):
    y = np.sin(x)
    view = x.detach()[0]
    view[1] = 3.0
    with pytest.raises(RuntimeError, match=r"sin.*modified in place"):
        y.sum().backward()


def test_a_parameter_changed_between_forward_and_backward_is_noticed(x):
    y = x * x
    with no_grad():
        x[0] = 0.0
    with pytest.raises(RuntimeError, match="modified in place"):
        y.sum().backward()


def test_a_change_before_the_call_or_of_what_no_rule_saved_is_harmless(x):
    with no_grad():
        x[0] = [1.0, 2.0, 3.0]
    y = (x * x).sum() + (x + 1.0).sum()
    y.backward()
    assert_close(x.grad, 2 * x.data + 1, name="x.grad")
    z = (x + 1.0).sum()
    with no_grad():
        x[0] = 0.0
    x.grad = None
    z.backward()
    assert_close(x.grad, np.ones((2, 3)), name="x.grad")


def test_second_derivatives_after_a_change_are_refused_not_wrong(x):
    y = np.exp(x).sum()  # its rule saves the result only, but running it again would read x
    with no_grad():
        x[0] = 0.0
    with pytest.raises(RuntimeError, match="modified in place"):
        grad(y, x, create_graph=True)


def test_softmax_written_in_numpy_is_differentiable(x):
    z = np.exp(x - x.max(axis=1, keepdims=True))
    p = z / z.sum(axis=1, keepdims=True)
    p[:, 0].sum().backward()
    q = p.data
    expected = -q[:, :1] * q
    expected[:, 0] += q[:, 0]
    assert_close(x.grad, expected, name="x.grad")


def test_ops_lists_what_it_exports():
    assert all(callable(getattr(ops, name)) for name in ops.__all__)


def test_notes_of_changes_go_away_with_the_array():
    before = len(mutations)
    plain = tensor([1.0, 2.0])
    plain[0] = 3.0
    assert len(mutations) == before + 1
    del plain
    assert len(mutations) == before


def test_a_graph_made_after_the_last_change_is_not_searched(monkeypatch):
    """A parameter changed between two steps must not slow every later backward down."""

    def fail(*args):
        raise AssertionError("searched a node that is newer than the change")

    w = tensor(np.ones(3), requires_grad=True)
    with no_grad():
        w[...] = 2.0
    monkeypatch.setattr("scratchcore.backward.require_unmodified", fail)
    monkeypatch.setattr("scratchcore.replay.require_unmodified", fail)
    (w * w).sum().backward()
    assert_close(w.grad, np.full(3, 4.0), name="w.grad")
    (g,) = grad((w * w * w).sum(), [w], create_graph=True)
    assert_close(g.data, np.full(3, 12.0), name="the gradient with a graph")
