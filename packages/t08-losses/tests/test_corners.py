"""Corners between rules: single rows, shares of nothing, zero gradients, graphs of gradients."""

import numpy as np
import pytest
import t08_losses as losses
from scratchcore import grad, tensor
from scratchcore.testing import assert_close


def rows(*shape):
    return np.random.default_rng(3).standard_normal(shape)


@pytest.mark.parametrize("smoothing", [0.0, 0.2])
def test_a_gradient_that_has_a_graph_has_the_same_value(smoothing):
    logits, classes = rows(4, 3), np.array([0, 2, 1, 2])
    x = tensor(logits, requires_grad=True)
    loss = losses.cross_entropy(x, classes, label_smoothing=smoothing)
    with_graph = grad(loss, x, create_graph=True)
    loss = losses.cross_entropy(x, classes, label_smoothing=smoothing)
    loss.backward()
    assert_close(with_graph.data, x.grad, name="the gradient with a graph")
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    target = (1 - smoothing) * np.eye(3)[classes] + smoothing / 3
    assert_close(x.grad, (p - target) / 4, name="the gradient without")


@pytest.mark.parametrize("factor", [0.0, 2.0, -1.0])
def test_a_loss_times_a_factor_has_the_gradient_times_that_factor(factor):
    x = tensor(rows(4, 3), requires_grad=True)
    losses.mse_loss(x, np.zeros((4, 3))).backward()
    once, x.grad = x.grad, None
    (losses.mse_loss(x, np.zeros((4, 3))) * factor).backward()
    assert_close(x.grad, factor * once, name="x.grad")


def test_single_vectors_have_one_cosine():
    a, b = np.array([3.0, 4.0]), np.array([4.0, 3.0])
    alike = losses.cosine_embedding_loss(a, b, np.array(1.0))
    apart = losses.cosine_embedding_loss(a, b, np.array(-1.0), margin=0.5)
    assert_close(alike, 1 - 24 / 25, name="loss of alike vectors")
    assert_close(apart, 24 / 25 - 0.5, name="loss of vectors apart")
    with pytest.raises(ValueError, match=r"target has shape \(2,\), expected \(\)"):
        losses.cosine_embedding_loss(a, b, np.ones(2))


@pytest.mark.parametrize("which", [0, 1])
def test_a_vector_of_zeros_has_cosine_0(which):
    pair = [rows(2, 3), rows(2, 3)]
    pair[which] = np.zeros((2, 3))
    loss = losses.cosine_embedding_loss(*pair, np.array([1.0, -1.0]), reduction="none")
    assert_close(loss, np.array([1.0, 0.0]), name="losses")


def test_probabilities_of_exactly_0_and_1_are_allowed():
    p = np.array([0.0, 1.0])
    right = losses.binary_cross_entropy(p, np.array([0.0, 1.0]), reduction="none")
    wrong = losses.binary_cross_entropy(p, np.array([1.0, 0.0]), reduction="none")
    assert_close(right, np.zeros(2), name="losses of right answers")
    assert_close(wrong, np.full(2, 100.0), name="losses of wrong ones")


def test_a_single_number_is_a_batch_of_one_for_batchmean():
    log_q, p = np.array(-1.0), np.array(0.5)
    expected = 0.5 * (np.log(0.5) + 1)
    assert_close(losses.kl_div(log_q, p, reduction="batchmean"), expected, name="divergence")


@pytest.mark.parametrize("reduction", ["batchmean", "average"])
def test_a_module_refuses_reductions_that_its_function_has_not(reduction):
    with pytest.raises(ValueError, match="reduction"):
        losses.MSELoss(reduction=reduction)
    assert losses.KLDivLoss(reduction="batchmean").reduction == "batchmean"
    with pytest.raises(ValueError, match="reduction"):
        losses.KLDivLoss(reduction="average")


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize("shape", [(3, 40), (2, 3, 40), (40,), (3, 2)])
def test_totals_of_all_shapes_agree_with_a_loop(reduction, shape):
    x = rows(*shape)
    total = sum(float(v) ** 2 for v in x.flat)
    expected = total / x.size if reduction == "mean" else total
    assert_close(losses.mse_loss(x, np.zeros(shape), reduction=reduction), expected, name="loss")
    whole = np.arange(x.size).reshape(shape).astype(np.float64)
    got = losses.l1_loss(whole, np.zeros(shape), reduction="sum")
    assert_close(got, x.size * (x.size - 1) / 2, name="sum of 0, 1, 2, ...")
