"""What the engine allocates and when it lets go."""

import gc
import tracemalloc
import weakref

import numpy as np
import pytest
from scratchcore import Tensor, grad, hessian, no_grad
from scratchcore.testing import assert_close

SIZE = 100_000
ARRAY = 8 * SIZE
SMALL = 40_000  # bytes that Python objects may take


@pytest.fixture
def without_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def traced():
    tracemalloc.start()
    yield tracemalloc
    tracemalloc.stop()


def leaf(value=1.0):
    return Tensor(np.full(SIZE, value), requires_grad=True)


def test_a_graph_has_no_reference_cycles(without_collector):
    x = Tensor(np.ones((4, 3)), requires_grad=True)
    for _ in range(3):
        h = np.tanh(x @ np.ones((3, 5)))
        loss = (h - h.max(axis=1, keepdims=True)).sum() + np.concatenate([h, h]).mean() + h[0, 1]
        loss.backward()
    del h, loss
    unused = (np.exp(x)[[0, 1, 0]] ** 2).sum()
    del unused
    assert gc.collect() == 0


def test_differentiating_twice_leaves_no_reference_cycles(without_collector):
    x = Tensor(np.ones(3), requires_grad=True)
    first = grad((x * np.sin(x)).sum(), x, create_graph=True)
    second = grad(first.sum(), x)
    matrix = hessian(lambda t: (t * t * t).sum(), x)
    del first, second, matrix
    assert gc.collect() == 0


def test_dropping_the_result_frees_what_the_graph_saved(without_collector):
    x = leaf()
    h = np.exp(x)
    saved = weakref.ref(h.data)
    y = np.sin(h)
    del h
    assert saved() is not None
    del y
    assert saved() is None


def test_backward_frees_saved_arrays_while_the_result_lives(without_collector):
    x = leaf()
    h = np.exp(x)
    saved = weakref.ref(h.data)
    y = np.sin(h).sum()
    del h
    y.backward()
    assert saved() is None


def test_retain_graph_keeps_saved_arrays(without_collector):
    x = leaf(0.0)
    h = np.exp(x)
    saved = weakref.ref(h.data)
    y = np.sin(h).sum()
    del h
    y.backward(retain_graph=True)
    assert saved() is not None


def test_saved_arrays_go_one_by_one_during_backward(without_collector):
    """When a node's closure runs, those of later nodes have let go already."""
    x = leaf(0.5)
    first = x * x
    second = np.exp(first)
    saved = weakref.ref(second.data)
    third = np.sin(second)
    alive = []
    node = first._node
    pull = node.backward
    node.backward = lambda g: (alive.append(saved() is not None), pull(g))[1]
    loss = third.sum()
    del first, second, third
    loss.backward()
    assert alive == [False]


def test_backward_of_a_sum_allocates_the_gradient_and_nothing_else(traced):
    x = leaf()
    loss = x.sum()
    traced.reset_peak()
    before, _ = traced.get_traced_memory()
    loss.backward()
    after, peak = traced.get_traced_memory()
    assert abs(after - before - ARRAY) < SMALL
    assert peak - before < ARRAY + SMALL


def test_backward_of_a_chain_holds_two_arrays_at_most(traced):
    """The gradient that comes in and the one that goes out; no third one is ever alive."""
    x = leaf()
    y = x
    for _ in range(6):
        y = y * 2.0
    loss = y.sum()
    del y
    loss.backward()  # the first one allocates x.grad
    assert_close(x.grad[:2], [64.0, 64.0], name="x.grad")
    x.grad = None
    y = x
    for _ in range(6):
        y = y * 2.0
    loss = y.sum()
    del y
    traced.reset_peak()
    before, _ = traced.get_traced_memory()
    loss.backward()
    _, peak = traced.get_traced_memory()
    assert peak - before < 2 * ARRAY + SMALL


def test_accumulating_into_an_existing_gradient_allocates_no_third_array(traced):
    x = leaf()
    (x * 2.0).sum().backward()
    loss = (x * 2.0).sum()
    kept = x.grad
    traced.reset_peak()
    before, _ = traced.get_traced_memory()
    loss.backward()
    after, peak = traced.get_traced_memory()
    assert x.grad is kept
    assert peak - before < ARRAY + SMALL and after - before < SMALL


def test_contributions_to_one_array_are_added_in_one_buffer(traced):
    """The first is borrowed, the second added to a new buffer: three arrays, however many come."""
    x = leaf()
    loss = x.sum() + (x * 2.0).sum() + (x * 3.0).sum() + (x * 4.0).sum()
    traced.reset_peak()
    before, _ = traced.get_traced_memory()
    loss.backward()
    after, peak = traced.get_traced_memory()
    assert_close(x.grad[:2], [10.0, 10.0], name="x.grad")
    assert after - before < ARRAY + SMALL
    assert peak - before < 3 * ARRAY + SMALL


def test_many_reads_of_one_array_share_one_buffer(traced):
    x = leaf()
    loss = sum(x[i : i + 10].sum() for i in range(0, 1000, 10))
    traced.reset_peak()
    before, _ = traced.get_traced_memory()
    loss.backward()
    _, peak = traced.get_traced_memory()
    assert_close(x.grad[[0, 999, 1000]], [1.0, 1.0, 0.0], name="x.grad")
    assert peak - before < ARRAY + 4 * SMALL


def test_forward_keeps_only_results_that_gradients_need(traced):
    x = leaf()
    before, _ = traced.get_traced_memory()
    y = (x + 1.0 + 2.0 + 3.0).sum()
    after, _ = traced.get_traced_memory()
    assert after - before < SMALL
    assert y.item() == 7 * SIZE


def test_no_grad_keeps_nothing(traced):
    x = leaf()
    before, _ = traced.get_traced_memory()
    with no_grad():
        y = np.exp(x).sum()
    after, _ = traced.get_traced_memory()
    assert after - before < SMALL and not y.requires_grad
