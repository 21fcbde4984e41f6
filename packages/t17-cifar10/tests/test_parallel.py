"""DataParallel: the gradients of one network, whatever the number of threads."""

import copy
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
