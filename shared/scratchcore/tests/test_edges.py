"""Corners that the case table does not reach: scalar bases, second passes, raw arrays."""

import ctypes
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scratchcore import allocator, detect_anomaly, grad, keep_freed_memory, ops, tensor
from scratchcore.layout import arrange
from scratchcore.modes import strict_dtypes
from scratchcore.testing import assert_close


def leaf(values):
    return tensor(np.array(values, float), requires_grad=True)


@pytest.mark.parametrize("decimals", [1, 2, -1])
def test_round_keeps_the_decimals_it_is_asked_for(decimals):
    values = np.array([12.345, -27.655, 0.06])
    rounded = np.round(leaf(values), decimals)
    assert_close(rounded, np.round(values, decimals), name="rounded")
    x = leaf(values)
    np.round(x, decimals).sum().backward()
    assert_close(x.grad, 0 * values, name="slope of a step")


@pytest.mark.parametrize("base", [2.0, 0.5, 1.0])
def test_the_slope_of_an_exponential_is_its_value_times_the_logarithm(base):
    t = leaf([0.0, 1.5, 2.0])
    (base**t).sum().backward()
    assert_close(t.grad, base**t.data * np.log(base), name="slope")


def test_powers_of_zero_are_flat_and_those_of_negative_numbers_have_no_slope():
    t = leaf([1.0, 2.0])
    assert_close(grad((0.0**t).sum(), t), [0.0, 0.0], name="0 ** t")
    assert np.isnan(grad(((-2.0) ** t).sum(), t).data).all()


def test_the_exponent_of_a_zero_base_has_slope_zero():
    y = leaf([0.0, 0.5, 1.0, 2.0])
    np.power(np.array([0.0, 0.0, 0.0, 3.0]), y).sum().backward()
    assert_close(y.grad, [0.0, 0.0, 0.0, 9 * np.log(3)], name="slope of the exponent")


def test_raw_arrays_come_out_raw_in_every_mode():
    a = np.array([1.0, 2.0])
    for mode in (None, detect_anomaly(), strict_dtypes()):
        with mode or detect_anomaly():
            for out in (ops.add(a, a), ops.exp(a), ops.add(a, np.float32(1))):
                assert type(out) is np.ndarray
    assert type(ops.multiply(a, a)) is np.ndarray
    assert_close(ops.multiply(a, a), [1.0, 4.0], name="product")


def test_new_data_of_a_leaf_is_what_second_order_sees():
    w = leaf([2.0, 4.0])
    w.data = np.array([1.0, 5.0])
    slope = grad((3.0 / w).sum(), w, create_graph=True)
    assert_close(slope, [-3.0, -3 / 25], name="slope")
    assert_close(grad(slope.sum(), w), [6.0, 6 / 125], name="curvature")


def test_differentiable_gradients_add_up_over_two_passes():
    x = leaf([1.0, 2.0])
    y = (x**3).sum()
    y.backward(create_graph=True)
    y.backward(create_graph=True)
    assert_close(x.grad, [6.0, 24.0], name="twice the slope")


def test_a_gradient_that_cannot_be_written_to_is_replaced_by_the_sum():
    x = leaf([1.0, 2.0])
    x.grad = np.broadcast_to(10.0, (2,))
    (x * x).sum().backward()
    assert_close(x.grad, [12.0, 14.0], name="sum")


def test_the_gradient_that_is_passed_in_stays_as_it_was():
    x, given = leaf([1.0, 2.0]), np.array([1.0, 10.0])
    y = x * 2.0
    (y + y).backward(given)
    (x + x).backward(given)
    with pytest.raises(RuntimeError, match="freed"):
        grad(y, x, given)
    y = x * 2.0
    total = grad([y, y, y], x, [given, given, given])
    assert_close(given, [1.0, 10.0], name="gradient passed in")
    assert_close(x.grad, [6.0, 60.0], name="x.grad")
    assert_close(total, [6.0, 60.0], name="of three roots")


@pytest.mark.parametrize("offset", [-4, -1, 0, 1, 3])
@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (1, 4)])
def test_diagonals_of_any_offset_are_those_of_numpy(shape, offset):
    values = np.arange(float(np.prod(shape))).reshape(shape)
    assert_close(np.diagonal(leaf(values), offset), np.diagonal(values, offset), name="diagonal")


def test_the_allocator_is_told_the_thresholds_of_malloc_h(monkeypatch):
    told = []
    library = SimpleNamespace(gnu_get_libc_version=1, mallopt=lambda *call: told.append(call) or 1)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    monkeypatch.setattr(sys, "platform", "linux")
    assert allocator.keep_freed_memory() is True
    assert sorted(told) == [(-3, 33_554_432), (-1, 2_147_483_647)]
    library.mallopt = lambda *call: 0
    assert keep_freed_memory() is False


def test_other_allocators_are_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    monkeypatch.setattr(sys, "platform", "linux")
    assert keep_freed_memory() is False
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed_memory() is False


GRAPH = [[], [], [0, 1], [2], [2], [0, 3], [1, 4], [5, 6], [2, 7], [8, 0], [9, 4, 6]]
PLACES = [
    (54.81, 12.0),
    (117.81, 12.0),
    (68.976, 69.0),
    (68.0, 121.0),
    (167.0, 121.0),
    (62.186, 178.0),
    (148.186, 178.0),
    (89.027, 235.0),
    (74.926, 292.0),
    (120.387, 344.0),
    (165.484, 401.0),
]


def test_the_layout_of_a_graph_with_long_edges_stays_the_one_that_was_looked_at():
    """The stored places are those of the picture approved with this test."""
    layout = arrange(
        GRAPH, [40.0 + 10 * (n % 3) for n in range(11)], [20.0 + 5 * (n % 2) for n in range(11)]
    )
    assert_close(np.array(layout.boxes)[:, :2], PLACES, name="places", rtol=1e-4, atol=1e-3)
    assert_close([layout.width, layout.height], [209.298, 433.0], name="size", rtol=1e-4)
