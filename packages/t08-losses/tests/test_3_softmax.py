"""Softmax and cross-entropy as one operation"""

import math

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t08_losses import (
    cross_entropy,
    exponentials,
    nll_loss,
    smoothed,
    soft_cross_entropy,
)

X = np.array([[1.0, 2.0, 0.5], [-1.0, 0.0, 3.0], [0.3, 0.2, 0.1], [2.0, -2.0, 0.0]])
T = np.array([1, 0, 2, 0])
W = np.array([1.0, 2.0, 4.0])


def hint(name):
    return f"scratch hint t08 {name}"


CE = hint("class_cross_entropy")


def log_softmax(x):
    """The definition, one row at a time; for small logits only."""
    rows = [[v - math.log(sum(math.exp(u) for u in row)) for v in row] for row in x.tolist()]
    return np.array(rows)


@pytest.mark.parametrize("offset", [0.0, 5.0, 700.0, 1e4, -1e4])
def test_exponentials_describe_the_softmax_at_any_offset(offset):
    z, e, sums = exponentials(X + offset)
    why = "log p = z - log(sums) does not change when a number is added to all logits of a row"
    log_p = z - np.log(sums)[:, None]
    name = f"z - log(sums) for logits near {offset:g}"
    assert_close(log_p, log_softmax(X), name=name, why=why, hint=hint("exponentials"))
    assert_close(e, np.exp(z), name="e", why="e = exp(z)", hint=hint("exponentials"))
    assert sums.shape == (4,), f"one sum for each of the 4 rows, got shape {sums.shape}"


def test_every_row_is_shifted_by_its_own_maximum():
    x = np.array([[1e4, 1e4 - 1], [-1e4, -1e4 - 1]])
    with np.errstate(over="raise"):
        sums = exponentials(x)[2]
    why = "the maximum of the whole array is 1e4: minus it, the second row underflows to 0"
    expected = np.array([1 + math.exp(-1)] * 2)
    assert_close(sums, expected, name="sums", why=why, hint=hint("exponentials"))


def test_float32_logits_do_not_overflow():
    x = np.array([[100.0, 99.0, 0.0], [-200.0, -200.0, -201.0]], np.float32)
    z, _, sums = exponentials(x)
    expected = np.array([[0, -1, -100.0], [0, 0, -1.0]])
    expected = expected - np.log(np.exp(expected).sum(axis=1, keepdims=True))
    why = "exp(100) is infinite and exp(-200) is 0 in float32: subtract each row's maximum"
    log_p = z - np.log(sums)[:, None]
    assert_close(log_p, expected, name="log p", why=why, hint=hint("exponentials"), rtol=1e-5)


def test_smoothing_spreads_its_share_over_all_classes():
    own, each = smoothed(np.ones(2), None, 0.3, 3)
    why = "the target keeps 1 - 0.3 of its count"
    assert_close(own, np.array([0.7, 0.7]), name="own", why=why, hint=hint("smoothed"))
    why = "0.3 is spread over all 3 classes, the target's included: 0.1 each"
    assert_close(each, np.array([0.1] * 3), name="each", why=why, hint=hint("smoothed"))
    own, each = smoothed(np.array([2.0, 0.0]), W, 0.3, 3)
    why = "a row's count is its target's weight, or 0 where it is ignored"
    assert_close(own, np.array([1.4, 0.0]), name="own", why=why, hint=hint("smoothed"))
    why = "with class weights, each class gets its 0.1 times its own weight"
    assert_close(each, 0.1 * W, name="each", why=why, hint=hint("smoothed"))


def test_cross_entropy_is_the_surprise_at_the_target(pull):
    loss, gradient = pull(lambda x: cross_entropy(x, T), X)
    log_p = log_softmax(X)
    expected = -log_p[range(4), T].mean()
    why = "-log softmax(x) at the target, averaged over 4 rows; softmax is in the loss already"
    assert_close(loss, np.array(expected), name="cross-entropy", why=why, hint=CE, batch=4)
    why = "the gradient is (p - y) / N, with y = 1 at the target"
    expected = (np.exp(log_p) - np.eye(3)[T]) / 4
    assert_close(gradient, expected, name="gradient", why=why, hint=CE, batch=4)


def test_the_gradient_of_a_row_sums_to_zero(pull):
    for options in ({}, {"weight": W, "label_smoothing": 0.2}):
        _, gradient = pull(lambda x, o=options: cross_entropy(x, T, **o), X)
        why = "adding a number to all logits of a row changes nothing, so the slopes cancel"
        name = "sums of the gradient's rows"
        assert_close(gradient.sum(axis=1), np.zeros(4), name=name, why=why, hint=CE, atol=1e-12)


def test_extreme_logits_lose_nothing(pull):
    x = np.array([[1e4, 0.0, -1e4], [0.0, 1e4, 0.0], [1e3, 1e3 - 1, 0.0]])
    t = np.array([2, 1, 1])
    loss, gradient = pull(lambda x: cross_entropy(x, t, reduction="none"), x, g=np.ones(3))
    why = "log(p) of a p that has underflowed to 0 is -inf; the logits still know that it is -20000"
    expected = np.array([2e4, 0.0, 1 + math.log1p(math.exp(-1))])
    assert_close(loss, expected, name="losses", why=why, hint=CE)
    small = 1 / (1 + math.e)
    expected = np.array([[1, 0, -1], [0, 0, 0], [1 - small, small - 1, 0.0]])
    assert_close(gradient, expected, name="gradient", why="p - y, finite too", hint=CE)


def test_float32_losses_are_exact_at_large_logits():
    x = np.array([[10000.0, 9999.0, 9998.0]], np.float32)
    expected = 1 + math.log1p(math.exp(-1) + math.exp(-2))
    for smoothing in (0.0, 0.3):
        loss = cross_entropy(x, np.array([1]), label_smoothing=smoothing)
        why = "10000 is represented to 0.001 in float32: subtract logits before adding anything"
        assert_close(loss, np.float32(expected), name="loss", why=why, hint=CE, rtol=1e-6)


def test_class_weights_average_by_weight(pull):
    loss, gradient = pull(lambda x: cross_entropy(x, T, weight=W), X)
    log_p = log_softmax(X)
    w = W[T]
    why = "a weighted mean divides by the sum of the targets' weights, 2 + 1 + 4 + 1 = 8, not by 4"
    expected = -(w * log_p[range(4), T]).sum() / 8
    assert_close(loss, np.array(expected), name="weighted mean", why=why, hint=CE)
    expected = (np.exp(log_p) - np.eye(3)[T]) * w[:, None] / 8
    assert_close(gradient, expected, name="gradient", why=why, hint=CE)


def test_ignored_rows_count_nowhere(pull):
    t = np.array([1, -100, 2, -100])
    kept = [0, 2]
    for options in ({}, {"weight": W}, {"label_smoothing": 0.3}):
        loss, gradient = pull(lambda x, o=options: cross_entropy(x, t, **o), X)
        alone, part = pull(lambda x, o=options: cross_entropy(x, t[kept], **o), X[kept])
        why = f"2 of 4 rows are ignored: the mean is that of the other 2 ({options})"
        assert_close(loss, alone, name="loss", why=why, hint=CE)
        expected = np.zeros_like(X)
        expected[kept] = part
        why = "an ignored row has gradient 0"
        assert_close(gradient, expected, name="gradient", why=why, hint=CE)


def test_an_ignored_row_may_hold_infinite_logits(pull):
    x, t = X.copy(), np.array([1, -100, 2, 0])
    x[1] = [-np.inf, 0.0, 1.0]  # class 0 is masked out, and ignored targets are index 0
    why = "0 times inf is nan: leave an ignored row out with np.where, not by a factor of 0"
    for options in ({}, {"label_smoothing": 0.3}):
        loss, gradient = pull(lambda x, o=options: cross_entropy(x, t, **o), x)
        alone, part = pull(lambda x, o=options: cross_entropy(x, T[[0, 2, 3]], **o), X[[0, 2, 3]])
        assert_close(loss, alone, name="loss", why=why, hint=CE)
        assert_close(gradient[[0, 2, 3]], part, name="gradient", why=why, hint=CE)
        assert_close(gradient[1], np.zeros(3), name="gradient of the ignored row", why=why, hint=CE)


def test_smoothed_classes_equal_smoothed_probabilities(pull):
    loss, gradient = pull(lambda x: cross_entropy(x, T, label_smoothing=0.3), X)
    q = 0.7 * np.eye(3)[T] + 0.1
    log_p = log_softmax(X)
    why = "the target's probability becomes 0.8 and that of the others 0.1"
    expected = -(q * log_p).sum() / 4
    assert_close(loss, np.array(expected), name="smoothed", why=why, hint=CE)
    assert_close(gradient, (np.exp(log_p) - q) / 4, name="gradient", why="p - q", hint=CE)


def test_probabilities_as_targets(pull):
    q = np.array([[0.2, 0.5, 0.3], [1.0, 0.0, 0.0], [0.1, 0.1, 0.8], [0.25, 0.25, 0.5]])
    log_p, soft = log_softmax(X), hint("soft_cross_entropy")
    for weight, smoothing in [(None, 0.0), (W, 0.0), (None, 0.3), (W, 0.3)]:
        rest = (weight, smoothing, "mean")
        loss, to_x, to_q = pull(lambda x, q, r=rest: soft_cross_entropy(x, q, *r), X, q)
        a = (1 - smoothing) * q + smoothing / 3
        a = a if weight is None else a * weight
        case = f"weight {weight}, smoothing {smoothing}"
        why = f"-sum q log p over all classes, divided by the 4 rows; {case}"
        expected = np.array(-(a * log_p).sum() / 4)
        assert_close(loss, expected, name="loss", why=why, hint=soft, batch=4)
        why = f"the row's mass times p, minus the target: with weights the mass is not 1; {case}"
        expected = (a.sum(axis=1, keepdims=True) * np.exp(log_p) - a) / 4
        assert_close(to_x, expected, name="gradient", why=why, hint=soft, batch=4)
        expected = -log_p * (1 - smoothing) / 4 * (1 if weight is None else weight)
        why = f"the loss is linear in q: its slope is -log p; {case}"
        assert_close(to_q, expected, name="gradient of the target", why=why, hint=soft)


def test_nll_takes_logarithms_as_they_are(pull):
    log_p = log_softmax(X)
    t = np.array([1, 0, -100, 0])
    for weight in (None, W):
        w = (t >= 0) * (1.0 if weight is None else W[np.maximum(t, 0)])
        loss, gradient = pull(lambda x, v=weight: nll_loss(x, t, weight=v), log_p)
        expected = -(w * log_p[range(4), np.maximum(t, 0)]).sum() / w.sum()
        why = "minus the log-probability at the target, averaged over the counts of the rows"
        assert_close(loss, np.array(expected), name="nll", why=why, hint=hint("picked"))
        expected = np.zeros((4, 3))
        expected[range(4), np.maximum(t, 0)] = -w / w.sum()
        why = "the loss is linear: -count / (sum of counts) at the target, 0 elsewhere"
        assert_close(gradient, expected, name="gradient", why=why, hint=hint("picked"))


def test_an_ignored_logarithm_may_be_infinite():
    log_p = np.array([[-1.0, -0.5], [-np.inf, 0.0]])
    loss = nll_loss(log_p, np.array([1, -100]))
    why = "0 times inf is nan: leave an ignored row out with np.where, not by a factor of 0"
    assert_close(loss, 0.5, name="nll", why=why, hint=hint("picked"))


def test_a_batch_of_one_row_stays_a_batch():
    for function in (cross_entropy, nll_loss):
        shape = function(X[:1], T[:1], reduction="none").shape
        assert shape == (1,), f"one row has losses of shape (1,), got {shape}"
    shape = cross_entropy(X[:1], np.eye(3)[:1], reduction="none").shape
    assert shape == (1,), f"one row of probabilities has losses of shape (1,), got {shape}"


def test_pictures_have_one_loss_per_pixel(pull):
    x = np.arange(2 * 3 * 2 * 2).reshape(2, 3, 2, 2) % 5 / 3.0
    t = np.array([[[0, 1], [2, 2]], [[1, 1], [0, 2]]])
    for function in (cross_entropy, nll_loss):
        each = function(x, t, reduction="none")
        assert each.shape == (2, 2, 2), f"(N, C, H, W) gives losses (N, H, W), got {each.shape}"
        pixel = function(x[1, :, 0, 1], t[1, 0, 1])
        why = "axis 1 holds the classes"
        assert_close(each[1, 0, 1], pixel, name="loss of a pixel", why=why)
    _, gradient = pull(lambda x: cross_entropy(x, t), x)
    name = "gradient summed over the classes"
    assert_close(gradient.sum(axis=1), np.zeros((2, 2, 2)), name=name, hint=CE, atol=1e-12)


@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_gradients_agree_with_differences_to_second_order(reduction):
    options = {"reduction": reduction, "weight": W, "label_smoothing": 0.2}
    q = np.abs(X) / np.abs(X).sum(axis=1, keepdims=True)
    t = np.array([1, -100, 2, 0])
    for function, inputs in [
        (lambda x: cross_entropy(x, t, reduction=reduction), X),
        (lambda x: cross_entropy(x, t, **options), X),
        (lambda x, q: cross_entropy(x, q, **options), (X, q)),
        (lambda x: nll_loss(x, t, reduction=reduction), X),
    ]:
        assert gradcheck(function, inputs)
        assert gradgradcheck(function, inputs)


def test_a_retained_graph_gives_the_gradient_twice():
    x = tensor(X, requires_grad=True)
    loss = cross_entropy(x, T)
    loss.backward(retain_graph=True)
    once = x.grad.copy()
    loss.backward()
    why = "the second pass must find what the first one found"
    assert_close(x.grad, 2 * once, name="gradient after two passes", why=why, hint=CE)


def test_the_logits_stay_as_they_were():
    x = X.copy()
    cross_entropy(x, T)
    cross_entropy(x, np.eye(3)[T])
    assert_close(x, X, name="logits", why="exp must not be written over the caller's logits")


def test_float32_stays_float32(stays_float32):
    z, e, sums = exponentials(X.astype(np.float32))
    assert {z.dtype.name, e.dtype.name, sums.dtype.name} == {"float32"}, "exponentials widen x"
    own, each = smoothed(np.ones(4, np.float32), None, 0.3, 3)
    assert {own.dtype.name, each.dtype.name} == {"float32"}, "smoothed widens counts"
    q, t = np.eye(3)[T], np.array([1, -100, 2, 0])
    for options in ({"reduction": "none"}, {"weight": W, "label_smoothing": 0.3}):
        stays_float32(lambda x, o=options: cross_entropy(x, t, **o).sum(), X)
        stays_float32(lambda x, q, o=options: cross_entropy(x, q, **o).sum(), X, q)
    stays_float32(lambda x: nll_loss(x, t, weight=W), X)
