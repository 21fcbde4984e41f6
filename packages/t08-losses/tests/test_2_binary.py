"""Binary cross-entropy, from probabilities and from logits, and focal loss"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck
from scratchcore.testing import assert_close
from t08_losses import bernoulli, bernoulli_logits, focal, logistic_parts


def hint(name):
    return f"scratch hint t08 {name}"


P = np.array([[0.9, 0.2, 0.5], [0.1, 0.75, 0.4]])
Y = np.array([[1.0, 0.0, 1.0], [1.0, 0.25, 0.0]])
X = np.array([[2.0, -1.0, 0.5], [-3.0, 0.25, 1.5]])


def log_loss(p, y):
    """The definition, one value at a time."""
    values = [-a * math.log(q) - (1 - a) * math.log(1 - q) for q, a in zip(p.flat, y.flat)]  # noqa: B905
    return np.array(values).reshape(p.shape)


def test_binary_cross_entropy_follows_its_definition(pull):
    loss, gradient = pull(lambda p: bernoulli(p, Y, None, "none"), P, g=np.ones(P.shape))
    why = "-(y log p + (1 - y) log(1 - p)), for y = 1 and p = 0.9: -log 0.9 = 0.105"
    assert_close(loss, log_loss(P, Y), name="losses", why=why, hint=hint("bernoulli"))
    why = "the slope is (p - y) / (p (1 - p))"
    expected = (P - Y) / (P * (1 - P))
    assert_close(gradient, expected, name="slopes", why=why, hint=hint("bernoulli"))


def test_the_logarithm_of_zero_counts_as_minus_a_hundred(pull):
    p, y = np.array([0.0, 1.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0, 1.0])
    loss, gradient = pull(lambda p: bernoulli(p, y, None, "none"), p, g=np.ones(4))
    why = "both logarithms are cut off at -100, so that a sure mistake costs 100 and not infinity"
    expected = np.array([100.0, 100.0, 0.0, 0.0])
    assert_close(loss, expected, name="loss of a sure answer", why=why, hint=hint("bernoulli"))
    why = "p (1 - p) is at least 1e-12 in the slope (p - y) / (p (1 - p))"
    expected = np.array([-1e12, 1e12, 0.0, 0.0])
    assert_close(gradient, expected, name="slope at 0 and 1", why=why, hint=hint("bernoulli"))


def test_small_probabilities_keep_their_cost():
    p = np.array([1e-20, 3e-18])
    loss = bernoulli(p, np.zeros(2), None, "none")
    why = "1 - 1e-20 rounds to 1 and its logarithm to 0; log1p(-p) keeps it"
    assert_close(loss, p, name="losses", why=why, hint=hint("bernoulli"), atol=0.0)


def test_a_weighted_mean_divides_by_the_number_of_losses(pull):
    weight = np.array([1.0, 2.0, 5.0])
    loss, gradient = pull(lambda p: bernoulli(p, Y, weight, "mean"), P)
    expected = (log_loss(P, Y) * weight).sum() / 6
    why = "weight multiplies each loss; the mean still divides by the number of losses, 6"
    assert_close(loss, np.array(expected), name="weighted", why=why, hint=hint("bernoulli"))
    expected = (P - Y) / (P * (1 - P)) * weight / 6
    assert_close(gradient, expected, name="slopes", why=why, hint=hint("bernoulli"))


def test_logistic_parts_are_exponential_sigmoid_and_step():
    x = np.array([-2.0, 0.0, 1.0])
    e, sigmoid, step = logistic_parts(x)
    expected = np.array([math.exp(-2), 1.0, math.exp(-1)])
    why = "exp(-|x|), with the absolute value: it is never above 1"
    assert_close(e, expected, name="exponential", why=why, hint=hint("logistic_parts"))
    expected = np.array([0.11920292202211755, 0.5, 0.7310585786300049])
    why = "e / (1 + e) is sigmoid(-|x|): right of 0 it is 1 minus that"
    assert_close(sigmoid, expected, name="sigmoid", why=why, hint=hint("logistic_parts"))
    expected = np.array([0.0, 0.0, 1.0])
    assert_close(step, expected, name="step", hint=hint("logistic_parts"))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logistic_parts_survive_extreme_logits(dtype):
    x = np.array([-1e4, -800.0, 800.0, 1e4], dtype)
    with np.errstate(over="raise", invalid="raise"):
        try:
            e, sigmoid, step = logistic_parts(x)
        except FloatingPointError as error:
            pytest.fail(f"sigmoid(1e4) overflows ({error}): take exp of -|x| only, never above 1")
    name, expected = "sigmoid", np.array([0, 0, 1, 1], dtype)
    assert_close(sigmoid, expected, name=name, hint=hint("logistic_parts"))
    assert_close(e, np.zeros(4, dtype), name="exponential", hint=hint("logistic_parts"))
    assert step.dtype == dtype, f"step has dtype {step.dtype}, expected that of x, {dtype.__name__}"


def test_sigmoid_keeps_small_probabilities():
    sigmoid = logistic_parts(np.array([-40.0, -700.0]))[1]
    why = "1 - 1 / (1 + exp(-40)) is 0; e / (1 + e) keeps 4.248e-18"
    expected = np.array([4.248354255291589e-18, 9.859676543759770e-305])
    assert_close(
        sigmoid, expected, name="sigmoid(-40)", why=why, hint=hint("logistic_parts"), atol=0.0
    )


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13])
@pytest.mark.parametrize("reduction", ["none", "sum"])
def test_small_losses_of_sure_answers_add_up(count, reduction):
    x = np.full(count, 40.0)
    loss = bernoulli_logits(x, np.ones(count), None, None, reduction)
    why = (
        "exp(-40) = 4.248e-18 gets lost in log(1 + e), where log1p(e) keeps it, and in softplus(x) "
    )
    why += "- x, which is 40 - 40: write softplus(-x) = log1p(e) + (step - 1) x"
    assert_close(
        np.sum(loss),
        count * 4.248354255291589e-18,
        name=f"{reduction} of {count} losses",
        why=why,
        hint=hint("bernoulli_logits"),
        atol=0.0,
    )


def test_logits_give_the_same_loss_as_their_probabilities(pull):
    loss, gradient = pull(lambda x: bernoulli_logits(x, Y, None, None, "mean"), X)
    p = 1 / (1 + np.exp(-X))
    name = "loss of logits"
    assert_close(loss, np.array(log_loss(p, Y).mean()), name=name, hint=hint("bernoulli_logits"))
    why = "the division by p (1 - p) cancels with sigmoid's slope: (sigmoid(x) - y) / N is left"
    assert_close(gradient, (p - Y) / 6, name="gradient", why=why, hint=hint("bernoulli_logits"))


def test_weighted_logits_are_averaged_by_number_too(pull):
    weight = np.array([1.0, 2.0, 5.0])
    logits = np.log(P / (1 - P))
    loss, gradient = pull(lambda x: bernoulli_logits(x, Y, weight, None, "mean"), logits)
    why = "weight multiplies each loss and its slope; the mean divides by 6"
    expected = np.array((log_loss(P, Y) * weight).sum() / 6)
    assert_close(loss, expected, name="weighted", why=why, hint=hint("bernoulli_logits"))
    expected = (P - Y) * weight / 6
    assert_close(gradient, expected, name="slopes", why=why, hint=hint("bernoulli_logits"))


def test_pos_weight_multiplies_the_positives_only(pull):
    pos_weight = np.array([3.0, 1.0, 0.5])
    loss, gradient = pull(
        lambda x: bernoulli_logits(x, Y, None, pos_weight, "none"), X, g=np.ones(X.shape)
    )
    p = 1 / (1 + np.exp(-X))
    expected = -pos_weight * Y * np.log(p) - (1 - Y) * np.log(1 - p)
    why = "pos_weight multiplies -y log p, the part of the positives, and nothing else"
    assert_close(loss, expected, name="losses", why=why, hint=hint("bernoulli_logits"))
    expected = -pos_weight * Y * (1 - p) + (1 - Y) * p
    assert_close(gradient, expected, name="slopes", why=why, hint=hint("bernoulli_logits"))


def test_extreme_logits_cost_what_they_are_off(pull):
    x, y = np.array([1e4, -1e4, 1e4, -1e4]), np.array([1.0, 0.0, 0.0, 1.0])
    loss, gradient = pull(lambda x: bernoulli_logits(x, y, None, None, "none"), x, g=np.ones(4))
    why = "softplus(1e4) is 1e4 to the last digit; log(sigmoid) would be cut off or infinite"
    assert_close(loss, np.array([0, 0, 1e4, 1e4]), name="losses", why=why)
    assert_close(gradient, np.array([0, 0, 1, -1.0]), name="slopes", why="sigmoid(x) - y")


def focal_by_hand(x, y, alpha, gamma):
    total = 0.0
    for a, b in zip(np.ravel(x), np.ravel(y), strict=True):
        p = 1 / (1 + math.exp(-a))
        truth = p * b + (1 - p) * (1 - b)
        ce = -b * math.log(p) - (1 - b) * math.log(1 - p)
        balance = 1 if alpha is None else alpha * b + (1 - alpha) * (1 - b)
        total += balance * (1 - truth) ** gamma * ce
    return total


@pytest.mark.parametrize(("alpha", "gamma"), [(0.25, 2.0), (None, 2.0), (0.9, 3.5), (None, 0.0)])
def test_focal_loss_follows_its_definition(alpha, gamma, pull, slopes):
    loss, gradient = pull(lambda x: focal(x, Y, alpha, gamma, "sum"), X)
    why = "balance (1 - probability of the truth)**gamma times the cross-entropy; alpha is the "
    why += "balance of the positives, 1 - alpha that of the negatives"
    expected = focal_by_hand(X, Y, alpha, gamma)
    assert_close(loss, np.array(expected), name="focal loss", why=why, hint=hint("focal"))
    expected = slopes(lambda x: focal_by_hand(x, Y, alpha, gamma), X)
    why = "the factor (1 - p)**gamma depends on x too: the product rule gives two terms"
    assert_close(
        gradient, expected, name="gradient", why=why, hint=hint("focal"), rtol=1e-5, atol=1e-8
    )


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_focal_loss_survives_sure_answers(pull, gamma):
    x, y = np.array([1e4, -1e4, -1e4]), np.array([1.0, 0.0, 1.0])
    loss, gradient = pull(lambda x: focal(x, y, None, gamma, "none"), x, g=np.ones(3))
    why = "a sure right answer has loss 0 and slope 0, a sure wrong one the plain cross-entropy"
    assert_close(loss, np.array([0, 0, 1e4]), name="losses", why=why, hint=hint("focal"))
    assert_close(gradient, np.array([0, 0, -1.0]), name="slopes", why=why, hint=hint("focal"))


@pytest.mark.parametrize("reduction", ["none", "mean"])
def test_gradients_agree_with_differences_to_second_order(reduction):
    weight, pos_weight = np.array([[2.0], [0.5]]), np.array([1.5, 0.2, 3.0])
    soft = np.clip(Y, 0.1, 0.9)
    for rule, x in [
        (lambda p, y: bernoulli(p, y, weight, reduction), P),
        (lambda x, y: bernoulli_logits(x, y, weight, pos_weight, reduction), X),
        (lambda x, y: bernoulli_logits(x, y, weight, None, reduction), X),
        (lambda x, y: bernoulli_logits(x, y, None, pos_weight, reduction), X),
        (lambda x, y: bernoulli_logits(x, y, None, None, reduction), X),
    ]:
        assert gradcheck(rule, (x, soft))
        assert gradgradcheck(rule, (x, soft))
    assert gradgradcheck(lambda x: focal(x, Y, 0.25, 2.0, reduction), X)


def test_float32_stays_float32(stays_float32):
    y, w = Y.astype(np.float32), np.array([1.0, 2.0, 5.0], np.float32)
    for weight, reduction in ((None, "none"), (w, "mean")):
        stays_float32(lambda p, w=weight, r=reduction: bernoulli(p, y, w, r).sum(), P)
        stays_float32(lambda x, w=weight, r=reduction: bernoulli_logits(x, y, w, w, r).sum(), X)
        stays_float32(lambda x, r=reduction: focal(x, y, 0.25, 2.0, r).sum(), X)
