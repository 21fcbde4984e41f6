"""DataParallel: the gradients of one network, whatever the number of threads."""

import copy
import multiprocessing
from threading import current_thread

import numpy as np
import pytest
from scratchcore import no_grad, tensor
from scratchcore.testing import assert_close
from t05_mlp import Flatten, Linear, Sequential
from t08_losses import cross_entropy
from t09_regularization import Dropout
from t12_im2col import Conv2d
from t14_resnet import BatchNorm2d
from t17_cifar10 import DataParallel


def network(norm=False, dtype=np.float64):
    rng = np.random.default_rng(0)
    layers = [Conv2d(2, 3, 3, padding=1, rng=rng, dtype=dtype)]
    layers += [BatchNorm2d(3, dtype=dtype)] if norm else []
    return Sequential(*layers, Flatten(), Linear(3 * 16, 4, rng=rng, dtype=dtype))


def batch(count=7):
    rng = np.random.default_rng(1)
    return rng.standard_normal((count, 2, 4, 4)), rng.integers(0, 4, count)


def gradients(model, x, y):
    model.zero_grad()
    leaf = tensor(x, requires_grad=True)
    loss = cross_entropy(model(leaf), y)
    loss.backward()
    return loss.item(), leaf.grad, [p.grad for p in model.parameters()]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_loss_and_gradients_are_those_of_the_network_itself(threads):
    x, y = batch()
    loss, x_grad, expected = gradients(network(), x, y)
    found, found_x, got = gradients(DataParallel(network(), threads), x, y)
    assert_close(found, loss, name="loss", rtol=1e-12)
    assert_close(found_x, x_grad, name="gradient of x", rtol=1e-12)
    for mine, wanted in zip(got, expected, strict=True):
        assert_close(mine, wanted, name="gradient of a parameter", rtol=1e-10, atol=1e-14)


def test_each_part_is_normalised_by_its_own_statistics():
    x, _ = batch(8)
    model, plain = DataParallel(network(norm=True), 2), network(norm=True)
    got = model(tensor(x)).data
    expected, statistics = [], []
    for part in (x[:4], x[4:]):
        one = network(norm=True)
        expected.append(one(tensor(part)).data)
        statistics.append([array for _, array in one.named_buffers()])
    assert_close(got, np.concatenate(expected), name="output", rtol=1e-12)
    for mine, *theirs in zip(model.buffers(), *statistics, strict=True):
        assert_close(mine, np.mean(theirs, axis=0).astype(mine.dtype), name="running statistic")
    model.eval()
    plain.load_state_dict(model.module.state_dict())
    plain.eval()
    assert_close(model(tensor(x)).data, plain(tensor(x)).data, name="in evaluation", rtol=1e-12)


def test_parameters_that_are_replaced_or_frozen_are_seen_by_the_parts():
    x, y = batch()
    model, expected = DataParallel(network(), 2), network()
    gradients(model, x, y)
    for each in (model.module, expected):
        first = next(each.parameters())
        first.data = first.data * 2
        first.requires_grad = False
    loss, _, wanted = gradients(expected, x, y)
    found, _, got = gradients(model, x, y)
    assert_close(found, loss, name="loss", rtol=1e-12)
    assert got[0] is None is wanted[0], "a frozen parameter gets no gradient"
    assert_close(got[2], wanted[2], name="gradient of the linear layer", rtol=1e-10)


def test_two_passes_before_one_backward_add_up():
    x, y = batch()
    results = []
    for model in (network(), DataParallel(network(), 2)):
        model.zero_grad()
        first, second = (cross_entropy(model(tensor(factor * x)), y) for factor in (1.0, 2.0))
        (first + second).backward()
        results.append([p.grad.copy() for p in model.parameters()])
        handed_out = [p.grad for p in model.parameters()]
        first, second = (cross_entropy(model(tensor(factor * x)), y) for factor in (1.0, 2.0))
        model.zero_grad()
        first.backward()
        second.backward()
        results[-1] += [p.grad for p in model.parameters()]
        for kept, then in zip(handed_out, results[-1], strict=False):
            assert_close(kept, then, name="a gradient that was handed out before", rtol=0, atol=0)
    for mine, wanted in zip(results[1], results[0], strict=True):
        assert_close(mine, wanted, name="gradient of two passes", rtol=1e-10, atol=1e-14)


def test_a_second_backward_pass_is_refused_by_name():
    x, y = batch()
    loss = cross_entropy(DataParallel(network(), 2)(tensor(x)), y)
    loss.backward(retain_graph=True)
    with pytest.raises(RuntimeError, match=r"DataParallel.*call the model again"):
        loss.backward()


def test_a_summary_before_training_changes_nothing():
    x, _ = batch(8)
    plain, watched = DataParallel(network(norm=True), 2), DataParallel(network(norm=True), 2)
    assert "(8, 3, 4, 4)" in watched.summary(x.shape)
    for model in (plain, watched):
        model(tensor(x))
    for mine, wanted in zip(watched.buffers(), plain.buffers(), strict=True):
        assert_close(mine, wanted, name="running statistic", rtol=0, atol=0)


def test_settings_and_dtypes_that_change_later_reach_the_parts():
    x, _ = batch(8)
    model = DataParallel(network(norm=True), 2)
    model(tensor(x))
    norm = next(m for m in model.modules() if isinstance(m, BatchNorm2d))
    norm.momentum = 0.0
    before = norm.running_mean.copy()
    model(tensor(x))
    assert_close(norm.running_mean, before, name="running mean with momentum 0", rtol=0, atol=0)
    norm.momentum = 1.0
    model.to(np.float32)
    model(tensor(x.astype(np.float32)))
    assert norm.running_mean.dtype == np.float32
    assert {array.dtype for r in model._replicas for array in r.buffers()} >= {np.dtype("f")}


def test_evaluation_writes_to_no_buffer():
    x, _ = batch(9)
    model = DataParallel(network(norm=True, dtype=np.float32), 3)
    model(tensor(x.astype(np.float32)))
    before = [array.copy() for array in model.buffers()]
    model.eval()
    for _ in range(20):
        model(tensor(x.astype(np.float32)))
    for now, then in zip(model.buffers(), before, strict=True):
        assert_close(now, then, name="buffer", rtol=0, atol=0)


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system has no fork"
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Python 3.12 warns of threads and fork
def test_a_forked_process_has_threads_of_its_own():
    x, _ = batch(8)
    model = DataParallel(network(), 2)
    expected = model(tensor(x)).data
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    child = context.Process(target=lambda: results.put(model(tensor(x)).data))
    child.start()
    child.join(20)
    assert child.exitcode == 0, "the child waits for a thread that only its parent has"
    assert_close(results.get(), expected, name="output in the child", rtol=0, atol=0)


def test_two_runs_give_the_same_bits():
    x, y = batch(64)
    runs = [
        gradients(DataParallel(network(norm=True, dtype=np.float32), 2), x.astype(np.float32), y)
        for _ in range(2)
    ]
    for one, other in zip(runs[0][2], runs[1][2], strict=True):
        assert_close(one, other, name="gradient", rtol=0, atol=0)


def test_without_a_graph_nothing_is_recorded():
    with no_grad():
        out = DataParallel(network(), 2)(tensor(batch()[0]))
    assert not out.requires_grad
    assert out.shape == (7, 4)


def test_small_batches_are_not_divided():
    x, y = batch(3)
    got, expected = (gradients(m, x, y) for m in (DataParallel(network(), 2), network()))
    assert_close(got[0], expected[0], name="loss", rtol=0, atol=0)


def test_the_state_is_that_of_the_network():
    model = DataParallel(network(), 2)
    model(tensor(batch()[0]))
    assert list(model.state_dict()) == [f"module.{name}" for name in network().state_dict()]
    assert len(list(model.modules())) == 1 + len(list(network().modules()))


def test_an_error_in_a_thread_gets_out():
    with pytest.raises(ValueError, match="input channels"):
        DataParallel(network(), 2)(tensor(np.zeros((8, 5, 4, 4))))


def test_modules_that_draw_and_odd_numbers_of_threads_are_refused():
    drawing = Sequential(Dropout(0.5, rng=np.random.default_rng(0)))
    with pytest.raises(ValueError, match=r"draws random numbers \(0.rng\)"):
        DataParallel(drawing)
    with pytest.raises(ValueError, match="threads must be a whole number from 1, got 0"):
        DataParallel(network(), 0)


def test_a_copy_is_another_network_with_the_same_values():
    model = DataParallel(network(), 2)
    twin = copy.deepcopy(model)
    x, y = batch()
    expected = gradients(model, x, y)
    next(twin.parameters()).data[...] = 0
    assert_close(gradients(model, x, y)[0], expected[0], name="loss of the first", rtol=0, atol=0)
    assert twin.threads == 2
    assert abs(gradients(twin, x, y)[0] - expected[0]) > 1e-3
    assert "DataParallel(\n  threads=2" in repr(twin), repr(twin)


def test_second_derivatives_are_refused_by_name():
    x, y = batch()
    leaf = tensor(x, requires_grad=True)
    loss = cross_entropy(DataParallel(network(), 2)(leaf), y)
    with pytest.raises(RuntimeError, match="_parallel"):
        loss.backward(create_graph=True)


@pytest.mark.parametrize(("cores", "threads"), [(None, 1), (1, 1), (2, 2), (16, 2)])
def test_two_threads_at_most_are_taken_by_default(cores, threads, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert DataParallel(network()).threads == threads


def test_the_first_part_is_computed_by_the_caller():
    model = DataParallel(network(), 3)
    names = []
    model(tensor(batch(9)[0]))
    for replica in model._replicas:
        original = replica.forward
        replica.forward = lambda x, f=original: (names.append(current_thread().name), f(x))[1]
    model(tensor(batch(9)[0]))
    assert len(names) == 3
    assert current_thread().name in names
    others = {name for name in names if name != current_thread().name}
    assert others <= {"DataParallel_0", "DataParallel_1"}, others
