"""Gradients off and on, threads, and graphs too deep for recursion."""

import sys
import threading

import numpy as np
import pytest
from scratchcore import Tensor, detect_anomaly, enable_grad, grad, no_grad, ops
from scratchcore.modes import is_grad_enabled, strict_dtypes
from scratchcore.testing import assert_close


@pytest.fixture
def x():
    return Tensor(np.array([1.0, -2.0, 3.0]), requires_grad=True)


def test_no_grad_records_nothing_and_nests_with_enable_grad(x):
    with no_grad():
        assert not (x * 2.0).requires_grad
        with enable_grad():
            assert (x * 2.0).requires_grad
            with no_grad():
                assert not (x * 2.0).requires_grad
            assert (x * 2.0).requires_grad
        assert not (x * 2.0).requires_grad
    assert (x * 2.0).requires_grad


def test_no_grad_ends_when_an_error_leaves_it(x):
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert (x * 2.0).requires_grad


def test_no_grad_and_enable_grad_decorate_functions(x):
    @no_grad()
    def silent(t, depth=0):
        """Double."""
        return silent(t, 1) if not depth else t * 2.0

    @enable_grad()
    def recorded(t):
        return t * 2.0

    assert not silent(x).requires_grad
    assert silent.__name__ == "silent" and silent.__doc__ == "Double."
    with no_grad():
        assert recorded(x).requires_grad
    assert (x * 2.0).requires_grad


def test_one_context_manager_object_can_be_entered_twice(x):
    off = no_grad()
    with off, off:
        assert not (x * 2.0).requires_grad
    assert (x * 2.0).requires_grad


def test_no_grad_is_of_its_own_thread_only(x):
    seen = []
    entered, checked = threading.Event(), threading.Event()

    def other():
        with no_grad():
            entered.set()
            checked.wait(10)
            seen.append((x * 2.0).requires_grad)

    thread = threading.Thread(target=other)
    thread.start()
    entered.wait(10)
    seen.append((x * 2.0).requires_grad)
    checked.set()
    thread.join()
    assert seen == [True, False]


def test_backward_works_inside_no_grad(x):
    loss = (x * x).sum()
    with no_grad():
        loss.backward()
    assert_close(x.grad, 2 * x.data, name="x.grad")


def test_detach_cuts_the_graph_and_shares_memory(x):
    y = x * 2.0
    assert not y.detach().requires_grad and np.shares_memory(y.detach().data, y.data)
    (y.detach() * x).sum().backward()
    assert_close(x.grad, 2 * x.data, name="x.grad")


# --- depth and threads


def test_a_chain_of_100000_operations_needs_no_recursion():
    x = Tensor(np.array(1.0), requires_grad=True)
    y = x
    for _ in range(100_000):
        y = y + 1.0
    y.backward()
    assert_close(x.grad, 1.0, name="x.grad")
    del y  # destroying the chain must not recurse either


def test_a_long_chain_that_is_never_used_is_destroyed_without_recursion():
    y = Tensor(np.array(1.0), requires_grad=True)
    for _ in range(50_000):
        y = y + 1.0
    del y


def test_threads_with_graphs_of_their_own_add_to_shared_parameters():
    # addition of whole numbers is exact, so a lost update would show
    w = Tensor(np.zeros(3), requires_grad=True)
    results = [None] * 4
    start = threading.Barrier(4)

    def work(number):
        start.wait(10)
        found = np.zeros(3)
        for step in range(50):
            x = np.array([1.0, 2.0, 3.0]) * (number + 1) + step
            found += grad((w * x).sum(), w).data
        results[number] = found

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    steps = 50 * 49 / 2
    for number, found in enumerate(results):
        expected = 50 * np.array([1.0, 2.0, 3.0]) * (number + 1) + steps
        assert_close(found, expected, name=f"thread {number}")


@pytest.fixture
def eager_switching():
    """Let threads take turns after every few instructions."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize("size", [10, 50_000])
def test_backward_in_threads_adds_every_gradient_to_shared_parameters(size, eager_switching):
    for _ in range(20):
        w = Tensor(np.zeros(size), requires_grad=True)
        start = threading.Barrier(4)

        def work(w=w, start=start):
            losses = [(w * 1.0).sum() for _ in range(5)]
            start.wait(10)
            for loss in losses:
                loss.backward()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert_close(w.grad, np.full(size, 20.0), name="w.grad")


def test_is_grad_enabled_follows_the_modes():
    assert is_grad_enabled()
    with no_grad():
        assert not is_grad_enabled()
        with enable_grad():
            assert is_grad_enabled()


def test_modes_combine(x):
    f32 = Tensor(np.ones(3, np.float32))
    with detect_anomaly(), no_grad():
        assert not (x * 2.0).requires_grad
    with no_grad():
        assert (x * f32).dtype == np.float64  # mixing is refused in strict mode only
    with strict_dtypes(), no_grad(), pytest.raises(TypeError, match="mixes"):
        x * f32


@pytest.mark.parametrize("mode", [no_grad, detect_anomaly, strict_dtypes])
def test_functions_called_without_tensors_return_arrays_in_every_mode(mode):
    with mode() as entered:
        assert type(entered) is mode
        out = ops.tanh(np.array([0.0, 1.0]))
    assert type(out) is np.ndarray
    assert_close(out, np.tanh([0.0, 1.0]), name="tanh")


def test_results_of_tensors_without_gradient_are_tensors():
    plain = Tensor(np.ones(2))
    for out in (plain * np.ones(2), np.ones(2) * plain, np.add(np.ones(2), plain), np.exp(plain)):
        assert type(out) is Tensor and not out.requires_grad
