"""No gradient shares memory with another array."""

import numpy as np
import pytest
from scratchcore import Tensor, grad, primitive
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([1.0, -2.0, 3.0]), requires_grad=True)


def test_leaves_do_not_share_one_gradient_array(x):
    y = Tensor(np.zeros(3), requires_grad=True)
    (x + y).backward(np.ones(3))
    assert not np.shares_memory(x.grad, y.grad)
    x.grad += 5
    assert_close(y.grad, [1.0, 1.0, 1.0], name="y.grad")


@pytest.mark.parametrize(
    "function",
    [
        lambda x: x + 0.0,
        lambda x: +x,
        lambda x: x.reshape(3, 1),
        lambda x: x[::-1],
        lambda x: np.concatenate([x, x]),
        lambda x: np.broadcast_to(x, (2, 3)),
        lambda x: x.sum(),
        lambda x: x,
    ],
)
def test_a_gradient_is_writeable_and_not_the_incoming_array(function, x):
    out = function(x)
    incoming = np.ones(out.shape)
    out.backward(incoming)
    assert x.grad.flags.writeable and not np.shares_memory(x.grad, incoming)
    before = incoming.copy()
    x.grad += 1
    np.testing.assert_array_equal(incoming, before)


VIEWS = {
    "transposed": lambda a: a.T,
    "turned": lambda a: a[::-1],
    "of a part": lambda a: a[:2],
    "repeated": lambda a: np.broadcast_to(a[:1], (2, 3)),
    "read only": lambda a: np.broadcast_to(a, a.shape),
}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kept", ["nothing", "the buffer", "another view"])
def test_a_view_becomes_a_gradient_where_it_has_its_buffer_to_itself(view, kept):
    held, places = [], []

    @primitive()
    def through(x):
        def backward(g):
            buffer = np.arange(9.0 if view == "of a part" else 6.0).reshape(-1, 3)
            result = VIEWS[view](buffer)
            held.extend({"the buffer": [buffer], "another view": [buffer[:1]]}.get(kept, []))
            places.append(buffer.ctypes.data)
            return (result,)

        return x * 1.0, backward

    shape = (3, 2) if view == "transposed" else (2, 3)
    x = Tensor(np.ones(shape), requires_grad=True)
    through(x).backward(np.ones(shape))
    assert x.grad.flags.writeable
    assert not any(np.shares_memory(x.grad, array) for array in held)
    inside = places[0] <= x.grad.ctypes.data < places[0] + 48
    assert inside == (kept == "nothing" and view in ("transposed", "turned"))


def test_a_later_backward_does_not_change_a_gradient_that_was_read_before(x):
    (first,) = grad((x * x).sum(), [x])
    kept = first.data.copy()
    (x * x * x).sum().backward()
    np.testing.assert_array_equal(first.data, kept)


def test_gradients_are_not_views_of_saved_data(x):
    y = Tensor(np.ones(3), requires_grad=True)
    (x * y).sum().backward()
    y.grad += 100
    assert_close(x.data, [1.0, -2.0, 3.0], name="x.data")
