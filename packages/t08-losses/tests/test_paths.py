"""What the fast ways are taken for, and that they agree with the slow ones."""

import math

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t08_losses import cross_entropy, exponentials, l1_loss, mse_loss, nll_loss

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_moderate_logits_are_not_shifted(dtype):
    x = RNG.normal(size=(5, 40)).astype(dtype) * 3
    z, e, sums = exponentials(x)
    assert z is x, "logits of moderate size need no pass for their maximum"
    assert_close(e, np.exp(x), name="e")
    assert_close(sums, np.exp(x).sum(axis=1), name="sums")


def test_one_large_row_among_moderate_ones_is_found():
    x = np.array([[1.0, 2.0], [800.0, 799.0], [-800.0, -799.0]])
    z, _, sums = exponentials(x)
    assert_close(sums[1:], np.full(2, 1 + math.exp(-1)), name="sums of the large rows")
    assert_close(z[0], np.array([-1.0, 0.0]), name="the first row, shifted with the others")


@pytest.mark.parametrize("offset", [-15.0, 22.0])
def test_logits_far_from_zero_are_shifted(offset):
    x = RNG.normal(size=(5, 3)) + offset
    z, _, sums = exponentials(x)
    assert_close(z.max(axis=1), np.zeros(5), name="maxima of the shifted rows", atol=1e-12)
    assert_close(sums, np.exp(x - x.max(axis=1, keepdims=True)).sum(axis=1), name="sums")


def test_the_loss_of_a_sure_answer_is_not_negative():
    x = np.zeros((500, 7), np.float32)
    x[:, 0] = np.linspace(5, 20, 500)
    losses = cross_entropy(x, np.zeros(500, np.int64), reduction="none")
    assert losses.min() >= 0, f"rounding made a loss negative: {losses.min()}"
    exact = np.log1p(6 * np.exp(-x[:, 0].astype(np.float64)))
    assert_close(losses, exact.astype(np.float32), name="losses", rtol=1e-5, atol=5e-7)


def test_large_arrays_are_summed_as_exactly_as_small_ones():
    x = RNG.random((300, 1000), dtype=np.float32)
    zero = np.zeros_like(x)
    wide = x.astype(np.float64)
    assert_close(mse_loss(x, zero), np.float32((wide**2).mean()), name="squares", rtol=2e-6)
    assert_close(l1_loss(x, zero), np.float32(wide.mean()), name="absolute values", rtol=2e-6)


def test_the_gradient_belongs_to_the_leaf_alone():
    x = tensor(RNG.normal(size=(4, 3)), requires_grad=True)
    loss = cross_entropy(x, np.array([0, 1, 2, 0]))
    loss.backward(retain_graph=True)
    x.grad *= 0.0
    loss.backward()
    name = "gradient after the first was zeroed in place"
    assert_close(np.abs(x.grad).sum(axis=1) > 0.01, np.ones(4, bool), name=name)


def test_a_row_of_one_class_costs_nothing():
    x = tensor(np.array([[3.0], [-1e4]]), requires_grad=True)
    loss = cross_entropy(x, np.array([0, 0]))
    loss.backward()
    assert_close(loss.data, np.array(0.0), name="loss with one class")
    assert_close(x.grad, np.zeros((2, 1)), name="gradient with one class")


def test_masked_logits_get_no_gradient():
    x = tensor(np.array([[0.0, -math.inf, 0.0]]), requires_grad=True)
    loss = cross_entropy(x, np.array([2]))
    loss.backward()
    assert_close(loss.data, np.array(math.log(2)), name="two classes are left")
    assert_close(x.grad, np.array([[0.5, 0.0, -0.5]]), name="gradient")


def test_an_all_ignored_batch_warns_and_has_no_gradient():
    for function in (cross_entropy, nll_loss):
        x = tensor(np.zeros((2, 3)), requires_grad=True)
        with pytest.warns(RuntimeWarning, match="mean of no losses is nan: no target counts"):
            loss = function(x, np.array([-100, -100]))
        loss.backward()
        assert_close(loss.data, np.array(math.nan), name="mean of nothing")
        assert_close(x.grad, np.zeros((2, 3)), name="gradient of a mean of nothing")
        total = function(x, np.array([-100, -100]), reduction="sum")
        assert_close(total.data, np.array(0.0), name="sum of nothing")
