"""Blocks, threads and scaled sums give the same numbers."""

import os
import threading

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t03_optimizers import SGD, Adagrad, Adam, AdamW, Lion, RMSprop, blas, optimizer, rules
from t03_optimizers.blas import axpby, axpy


class Weight:
    def __init__(self, data, grad=None):
        self.data, self.grad = data, grad


def ones(shape=(2, 3)):
    return Weight(np.ones(shape), np.ones(shape))


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(optimizer, "BLOCK", 7)
    monkeypatch.setattr(optimizer, "SMALL", 0)


def steps(kind, **options):
    rng = np.random.default_rng(6)
    weights = [Weight(rng.standard_normal(n)) for n in (50, 3, 7, 1)]
    made = kind(weights, **options)
    for _ in range(4):
        for w in weights:
            w.grad = rng.standard_normal(w.data.shape)
        made.step()
    return [w.data for w in weights]


VARIANTS = [
    (SGD, {"momentum": 0.9, "weight_decay": 0.1}),
    (Adagrad, {"weight_decay": 0.1}),
    (RMSprop, {"centered": True, "momentum": 0.9}),
    (Adam, {"amsgrad": True, "weight_decay": 0.1}),
    (AdamW, {}),
    (Lion, {"weight_decay": 0.1}),
]


@pytest.mark.parametrize(("kind", "options"), VARIANTS)
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_blocks_and_threads_change_no_result(kind, options, threads, monkeypatch):
    whole = steps(kind, **options)
    monkeypatch.setattr(optimizer, "BLOCK", 7)
    monkeypatch.setattr(optimizer, "SMALL", 0)
    monkeypatch.setattr(blas, "threads", lambda: threads)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    for got, expected in zip(steps(kind, **options), whole, strict=True):
        assert_close(got, expected, name="parameter", rtol=1e-12)


def steps_with_gaps(kind, **options):
    """Train in two groups, with gradients that are missing now and then."""
    rng = np.random.default_rng(8)
    weights = [Weight(rng.standard_normal(n)) for n in (5, 0, 3, 4, 30, 2)]
    made = kind([{"params": weights[:3]}, {"params": weights[3:], "lr": 0.01}], **options)
    for step in range(6):
        for i, w in enumerate(weights):
            w.grad = (
                None if (step, i) in {(0, 2), (2, 0), (2, 5)} else rng.standard_normal(w.data.shape)
            )
        made.step()
    return [w.data for w in weights], made


@pytest.mark.parametrize(("kind", "options"), VARIANTS)
@pytest.mark.parametrize("threads", [1, 2])
def test_bundles_of_small_parameters_change_no_result(kind, options, threads, monkeypatch):
    monkeypatch.setattr(optimizer, "SMALL", 0)
    alone, _ = steps_with_gaps(kind, **options)
    monkeypatch.setattr(optimizer, "SMALL", 10)
    monkeypatch.setattr(optimizer, "BLOCK", 7)
    monkeypatch.setattr(blas, "threads", lambda: threads)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    together, _ = steps_with_gaps(kind, **options)
    for got, expected in zip(together, alone, strict=True):
        assert_close(got, expected, name="parameter", rtol=1e-12)


def test_a_rule_is_called_once_for_all_small_parameters(monkeypatch):
    lengths = []
    monkeypatch.setattr(optimizer, "SMALL", 10)
    monkeypatch.setattr(
        "t03_optimizers.optimizers.adam_update", lambda p, *args, **kwargs: lengths.append(p.size)
    )
    Adam([ones((3,)), ones((20,)), ones((9,)), ones((2, 2)), ones((10,))]).step()
    assert lengths == [20, 10, 3 + 9 + 4]


def test_the_state_of_a_bundled_parameter_is_its_own(monkeypatch):
    monkeypatch.setattr(optimizer, "SMALL", 10)
    first, second = Weight(np.ones(2), np.full(2, 3.0)), Weight(np.ones(3), np.full(3, -5.0))
    made = Adam([first, second], betas=(0.9, 0.99))
    made.step()
    state = made.state_dict()["state"]
    assert_close(state[0]["exp_avg"], np.full(2, 0.3), name="exp_avg of the first")
    assert_close(state[1]["exp_avg"], np.full(3, -0.5), name="exp_avg of the second")
    assert_close(first.grad, np.full(2, 3.0), name="the gradient, which stays")


def test_threads_share_the_work(small_blocks, monkeypatch):
    lengths, states, names = [], [], set()

    def spy(p, g, m, v, v_max, s, **options):
        lengths.append(p.size)
        names.add(threading.current_thread().name)
        states.append(np.geterr()["divide"])

    monkeypatch.setattr("t03_optimizers.optimizers.adam_update", spy)
    monkeypatch.setattr(blas, "threads", lambda: 2)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    weights = [ones((40,)), ones((3,)), ones((2,))]
    with np.errstate(divide="raise"):
        Adam(weights).step()
    assert sum(lengths) == 45 and max(lengths) == 7
    assert len(names) == 2
    assert set(states) == {"raise"}, "np.errstate of the caller holds in all threads"


@pytest.mark.parametrize(("momentum", "threads"), [(0.0, 1), (0.5, 2)])
def test_plain_descent_is_left_to_the_threads_of_blas(small_blocks, monkeypatch, momentum, threads):
    names = set()
    monkeypatch.setattr(
        "t03_optimizers.optimizers.sgd_update",
        lambda *args, **options: names.add(threading.current_thread().name),
    )
    monkeypatch.setattr(blas, "threads", lambda: 2)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    SGD([ones((40,))], momentum=momentum).step()
    assert len(names) == threads


@pytest.mark.parametrize(("size", "expected"), [(13, 1), (14, 2)])
def test_sums_below_two_blocks_stay_on_one_thread(small_blocks, monkeypatch, size, expected):
    count = [2]
    seen = []
    monkeypatch.setattr(
        "t03_optimizers.optimizers.sgd_update", lambda *args, **options: seen.append(count[0])
    )
    monkeypatch.setattr(blas, "threads", lambda: count[0])
    monkeypatch.setattr(blas, "_set_threads", lambda number: count.__setitem__(0, number))
    SGD([ones((size,))]).step()
    assert seen == [expected]
    assert count == [2], "the setting comes back"


def test_an_error_in_another_thread_arrives(small_blocks, monkeypatch):
    def fail_in_a_thread(p, *args, **options):
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("from the other thread")

    monkeypatch.setattr("t03_optimizers.optimizers.adam_update", fail_in_a_thread)
    monkeypatch.setattr(blas, "threads", lambda: 2)
    monkeypatch.setattr(blas, "_set_threads", lambda count: None)
    with pytest.raises(RuntimeError, match="from the other thread"):
        Adam([ones((40,))]).step()


@pytest.mark.parametrize("through_blas", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [0, 1, 5, 20000])
def test_scaled_sums_agree_with_numpy(through_blas, dtype, size, monkeypatch):
    if not through_blas:
        monkeypatch.setattr(blas, "_AXPY", {})
        monkeypatch.setattr(blas, "_AXPBY", {})
    rng = np.random.default_rng(7)
    x, y = rng.standard_normal((2, size)).astype(dtype)
    before = x.copy()
    for b, function in ((1.0, lambda z: axpy(0.3, x, z)), (0.7, lambda z: axpby(0.3, x, 0.7, z))):
        z = y.copy()
        function(z)
        assert z.dtype == dtype
        assert_close(z, (0.3 * x + b * y).astype(dtype), name="y")
    assert np.array_equal(x, before)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (np.ones(3), np.ones(4)),
        (np.ones(3), np.ones(3, np.float32)),
        (np.ones((2, 2)), np.ones((2, 2))),
    ],
)
def test_scaled_sums_of_unequal_arrays_are_errors(x, y):
    with pytest.raises(ValueError, match="x and y must be 1-D, of one length and one dtype"):
        axpy(1.0, x, y)
    with pytest.raises(ValueError, match="x and y must be 1-D, of one length and one dtype"):
        axpby(1.0, x, 1.0, y)


def test_scaled_sums_refuse_memory_with_gaps():
    with pytest.raises(TypeError, match="not C contiguous"):
        axpy(1.0, np.ones(6)[::2], np.ones(3))


def test_blas_threads_come_back(monkeypatch):
    calls = []
    monkeypatch.setattr(blas, "threads", lambda: 4)
    monkeypatch.setattr(blas, "_set_threads", calls.append)
    with pytest.raises(KeyError), blas.one_thread():
        raise KeyError
    assert calls == [1, 4]


def test_the_rules_work_without_blas(monkeypatch):
    def run():
        p, m, v, s = np.ones(5), np.zeros(5), np.zeros(5), np.empty(5)
        options = {"lr": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8}
        for t in (1, 2):
            rules.adam_update(p, np.arange(5.0) - t, m, v, None, s, **options, t=t)
        return p

    expected = run()
    monkeypatch.setattr(blas, "_AXPY", {})
    monkeypatch.setattr(blas, "_AXPBY", {})
    assert_close(run(), expected, name="p", rtol=1e-12)


def test_threads_are_one_where_blas_does_not_tell(monkeypatch):
    monkeypatch.setattr(blas, "_get_threads", lambda: 5)
    assert blas.threads() == 5
    monkeypatch.setattr(blas, "_get_threads", None)
    assert blas.threads() == 1


def test_blas_with_one_thread_is_left_alone(monkeypatch):
    monkeypatch.setattr(blas, "threads", lambda: 1)
    monkeypatch.setattr(blas, "_set_threads", None)
    with blas.one_thread():
        assert blas.threads() == 1


def test_the_number_of_threads_is_really_set():
    before = blas.threads()
    several = 2 if blas._set_threads else 1
    if several == 2:
        blas._set_threads(2)
    try:
        with blas.one_thread():
            assert blas.threads() == 1
        assert blas.threads() == several
    finally:
        if several == 2:
            blas._set_threads(before)


def test_a_routine_that_blas_has_not_got_is_not_found():
    assert blas._by_dtype("no_such_routine", 1) == {}


def test_the_pool_of_threads_is_kept_and_grows_and_is_not_inherited(monkeypatch):
    monkeypatch.setattr(optimizer, "_pool", (0, 0, None))
    first = optimizer._workers(1)
    assert optimizer._workers(1) is first
    larger = optimizer._workers(2)
    assert larger is not first
    assert optimizer._workers(1) is larger
    pid = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: pid + 1)
    other = optimizer._workers(1)
    assert other is not larger, "threads do not survive a fork"
    for pool in (first, larger, other):
        pool.shutdown()
