"""Divergence, perplexity and means over what is not padding"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t08_losses import (
    bits_to_nats,
    entropy,
    kl_div,
    masked_mean,
    nats_to_bits,
    perplexity,
)


def hint(name):
    return f"scratch hint t08 {name}"


P = np.array([[0.5, 0.25, 0.25], [0.0, 0.9, 0.1]])
Q = np.array([[0.25, 0.25, 0.5], [0.3, 0.3, 0.4]])
# row 0: .5 log 2 + .25 log .5 = .25 log 2; row 1: .9 log 3 + .1 log .25
ROWS = np.array([0.25 * math.log(2), 0.9 * math.log(3) + 0.1 * math.log(0.25)])


def test_divergence_is_the_extra_surprise_under_the_model(pull):
    each = kl_div(np.log(Q), P, reduction="none")
    why = "p (log p - log q): the target p weighs, and the model q is inside the logarithm only"
    assert_close(each.sum(axis=1), ROWS, name="KL", why=why, hint=hint("divergence"))
    assert_close(each[1, 0], 0.0, name="term of p = 0", why="0 log 0 counts as 0")
    loss, gradient = pull(lambda x: kl_div(x, P, reduction="sum"), np.log(Q))
    why = "only -p log q depends on the model: the slope of log q is -p"
    assert_close(gradient, -P, name="gradient", why=why, hint=hint("divergence"))
    assert_close(loss, np.array(ROWS.sum()), name="sum", why=why, hint=hint("divergence"))


def test_batchmean_divides_by_rows_and_mean_by_elements(pull):
    for reduction, count in (("batchmean", 2), ("mean", 6)):
        loss, gradient = pull(lambda x, r=reduction: kl_div(x, P, reduction=r), np.log(Q))
        why = f"{reduction} of an array (2, 3) divides by {count}"
        expected = np.array(ROWS.sum() / count)
        assert_close(loss, expected, name=reduction, why=why, hint=hint("divergence"))
        assert_close(gradient, -P / count, name="gradient", why=why, hint=hint("divergence"))


def test_a_target_of_logarithms_is_exponentiated(pull):
    p = np.array([[0.5, 0.25, 0.25], [0.2, 0.7, 0.1]])
    loss, to_q, to_p = pull(
        lambda q, p: kl_div(q, p, reduction="batchmean", log_target=True), np.log(Q), np.log(p)
    )
    plain, plain_q = pull(lambda q: kl_div(q, p, reduction="batchmean"), np.log(Q))
    why = "with log_target, the target is log p and the weight in front is exp of it"
    assert_close(loss, plain, name="loss", why=why, hint=hint("divergence"))
    assert_close(to_q, plain_q, name="gradient", why=why, hint=hint("divergence"))
    expected = p * (np.log(p / Q) + 1) / 2
    why = "d/dt exp(t) (t - log q) = p (log p - log q + 1)"
    assert_close(to_p, expected, name="gradient of log p", why=why, hint=hint("divergence"))


def test_rare_events_keep_their_share():
    p = np.array([1e-13, 1 - 1e-13])
    each = kl_div(np.log(np.array([0.5, 0.5])), p, reduction="none")
    why = "an epsilon inside the logarithm is larger than this p"
    expected = 1e-13 * (math.log(1e-13) + math.log(2))
    assert_close(each[0], expected, name="KL", why=why, hint=hint("divergence"), atol=0.0)


def test_divergence_agrees_with_differences_to_second_order():
    p = np.array([[0.5, 0.25, 0.25], [0.2, 0.7, 0.1]])
    for log_target, target in ((False, p), (True, np.log(p))):

        def loss(q, t, flag=log_target):
            return kl_div(q, t, reduction="none", log_target=flag)

        assert gradcheck(loss, (np.log(Q), target))
        assert gradgradcheck(loss, (np.log(Q), target))


VALUES = np.array([[1.0, 2.0, 3.0, 4.0], [10.0, 7.0, 7.0, 7.0]])
MASK = np.array([[True, True, True, True], [True, False, False, False]])


def test_a_masked_mean_counts_real_positions_once_each():
    why = "(1 + 2 + 3 + 4 + 10) / 5 = 4: padding is in neither sum nor count"
    mean = masked_mean(VALUES, MASK)
    assert_close(mean, 4.0, name="masked mean", why=why, hint=hint("masked_mean"))
    assert np.shape(mean) == (), f"a mean is one number, got shape {np.shape(mean)}"


def test_nan_in_the_padding_reaches_neither_mean_nor_gradient():
    values = tensor(np.where(MASK, VALUES, np.nan), requires_grad=True)
    mean = masked_mean(values, MASK)
    why = "0 times nan is nan: choose with np.where, don't multiply by the mask"
    assert_close(mean.data, np.array(4.0), name="mean", why=why, hint=hint("masked_mean"))
    mean.backward()
    assert_close(values.grad, MASK / 5, name="gradient", why=why, hint=hint("masked_mean"))


def test_a_mean_over_no_position_is_nan_and_says_so():
    with pytest.warns(RuntimeWarning, match="mask holds no True"):
        mean = masked_mean(VALUES, np.zeros((2, 4), bool))
    assert np.isnan(mean), f"0 / 0 is nan, got {mean}"
    with pytest.raises(ValueError, match=r"bools of shape \(2, 4\), got float64"):
        masked_mean(VALUES, np.ones((2, 4)))


def test_perplexity_counts_equal_choices():
    why = "every token of a model that hesitates among 50 words costs log 50 nats"
    losses = np.full((3, 4), math.log(50))
    assert_close(perplexity(losses), 50.0, name="perplexity", why=why, hint=hint("perplexity"))
    assert_close(perplexity(math.log(8)), 8.0, name="of a mean", hint=hint("perplexity"))
    losses = np.log(np.array([2.0, 8.0]))
    why = "exp of the mean loss: the geometric mean 4 of 2 and 8, not their mean 5"
    assert_close(perplexity(losses), 4.0, name="perplexity", why=why, hint=hint("perplexity"))


def test_perplexity_leaves_padding_out():
    losses, mask = np.log(np.array([[2.0, 8.0], [4.0, 1.0]])), np.array([[1, 1], [1, 0]], bool)
    why = "three tokens count, (2 * 8 * 4)**(1/3) = 4; a padded one of loss 0 would flatter"
    assert_close(perplexity(losses, mask), 4.0, name="perplexity", why=why, hint=hint("perplexity"))
    name = "perplexity from a tensor"
    assert_close(perplexity(tensor(losses), mask).data, np.array(4.0), name=name, why=why)


def test_entropy_bits_and_nats():
    assert_close(entropy(P), np.array([1.5 * math.log(2), 0.3250829733914482]), name="entropy")
    assert_close(nats_to_bits(entropy(P[0])), 1.5, name="1/2, 1/4, 1/4 hold 1.5 bits")
    assert_close(bits_to_nats(1.5), 1.5 * math.log(2), name="1.5 bits in nats")
    assert gradcheck(entropy, np.array([0.2, 0.5, 0.3]))


def test_a_hopeless_model_has_a_huge_perplexity():
    why = "exp of the mean, however large"
    got = perplexity(np.array([60.0, 40.0]))
    assert_close(got, math.exp(50), name="perplexity", why=why, hint=hint("perplexity"))


def test_float32_stays_float32(stays_float32):
    p = np.array([[0.5, 0.25, 0.25], [0.2, 0.7, 0.1]])
    for log_target, target in ((False, p), (True, np.log(p))):
        stays_float32(lambda q, t, f=log_target: kl_div(q, t, log_target=f), np.log(Q), target)
    stays_float32(lambda v: masked_mean(v, MASK), VALUES)
    stays_float32(lambda v: perplexity(v, MASK), VALUES)
