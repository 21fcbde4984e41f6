"""Adaptive steps: Adagrad and RMSprop

Expected values are worked out one coordinate at a time, in Python floats.
"""

import math

import numpy as np
from scratchcore.testing import assert_close
from t03_optimizers import Adagrad, RMSprop, adagrad_update, rmsprop_update

P = [1.0, -2.0, 0.5]
GRADS = [[0.3, -0.1, 1e-3], [-0.2, 0.4, 1e-3], [0.6, 0.0, -1e-3]]
ROOT = "eps is added to the root; under it, eps = 0.01 would act like 0.1 where gradients are small"


def adagrad(eps):
    p, total, s = np.array(P), np.zeros(3), np.full(3, np.nan)
    for g in GRADS:
        adagrad_update(p, np.array(g), total, s, lr=0.1, eps=eps)
    return p, total


def test_adagrad_sums_all_squared_gradients():
    _, total = adagrad(eps=0.01)
    assert_close(
        total,
        [0.09 + 0.04 + 0.36, 0.01 + 0.16 + 0.0, 3e-6],
        name="total after 3 steps",
        why="total is the sum of all the squared gradients so far",
        hint="scratch hint t03 adagrad_update",
    )


def test_adagrad_divides_by_the_root_and_eps():
    expected = []
    for k, p in enumerate(P):
        total = 0.0
        for grads in GRADS:
            total += grads[k] ** 2
            p -= 0.1 * grads[k] / (math.sqrt(total) + 0.01)
        expected.append(p)
    assert_close(
        adagrad(eps=0.01)[0],
        expected,
        name="parameters after 3 steps",
        why=ROOT,
        hint="scratch hint t03 adagrad_update",
    )


def test_adagrads_first_step_has_size_lr_whatever_the_gradient():
    p, s = np.zeros(3), np.full(3, np.nan)
    adagrad_update(p, np.array([1e-3, 5.0, -1e4]), np.zeros(3), s, lr=0.1, eps=0.0)
    assert_close(
        p,
        [-0.1, -0.1, 0.1],
        name="p after the first step",
        why="the sum of all squares is g**2 then, and g / sqrt(g**2) is 1 or -1",
        hint="scratch hint t03 adagrad_update",
    )


def rmsprop(*, centered=False, momentum=0.0, eps=0.01):
    p, s = np.array(P), np.full(3, np.nan)
    square_avg = np.zeros(3)
    grad_avg = np.zeros(3) if centered else None
    buf = np.zeros(3) if momentum else None
    options = {"lr": 0.1, "alpha": 0.8, "eps": eps, "momentum": momentum}
    for g in GRADS:
        rmsprop_update(p, np.array(g), square_avg, grad_avg, buf, s, **options)
    return p, square_avg, grad_avg, buf


def rmsprop_by_hand(*, centered=False, momentum=0.0, eps=0.01):
    columns = []
    for k, p in enumerate(P):
        square = mean = buf = 0.0
        for grads in GRADS:
            g = grads[k]
            square = 0.8 * square + 0.2 * g * g
            mean = 0.8 * mean + 0.2 * g
            variance = square - mean * mean if centered else square
            buf = momentum * buf + g / (math.sqrt(variance) + eps)
            p -= 0.1 * buf
        columns.append((p, square, mean, buf))
    return [list(row) for row in zip(*columns, strict=True)]


def check_rmsprop(why, **options):
    names = ("parameters", "square_avg", "grad_avg", "buf")
    results = zip(names, rmsprop(**options), rmsprop_by_hand(**options), strict=True)
    for name, got, expected in reversed(list(results)):
        if got is not None:
            hint = "scratch hint t03 rmsprop_update"
            assert_close(got, expected, name=f"{name} after 3 steps", why=why, hint=hint)


def test_rmsprop_keeps_a_running_mean_of_the_squares():
    assert_close(
        rmsprop()[1],
        rmsprop_by_hand()[1],
        name="square_avg after 3 steps",
        why="alpha keeps: 0.8 of the old mean stay, 0.2 of the new square come in",
        hint="scratch hint t03 rmsprop_update",
    )


def test_rmsprop_divides_by_the_root_and_eps():
    check_rmsprop(ROOT)


def test_centered_rmsprop_divides_by_the_deviation():
    check_rmsprop(
        "centered takes the variance, mean of squares minus square of the mean", centered=True
    )


def test_rmsprops_momentum_collects_the_divided_gradients():
    why = "buf sums up gradients that are divided already: momentum * buf + g / (root + eps)"
    check_rmsprop(why, momentum=0.9)
    check_rmsprop(why, momentum=0.9, centered=True)


def test_a_variance_rounded_below_zero_counts_as_zero():
    p, s = np.zeros(1), np.full(1, np.nan)
    # alpha = 1 leaves both means as they are: 0.01 - 0.1**2 is -1.7e-18 in float64.
    options = {"lr": 0.1, "alpha": 1.0, "eps": 0.5, "momentum": 0.0}
    rmsprop_update(p, np.ones(1), np.array([0.01]), np.array([0.1]), None, s, **options)
    assert_close(p, [-0.2], name="p", why="the root of -1.7e-18 would be NaN: take 0 for it")


def test_the_gradient_is_left_as_it_is():
    g = np.array(GRADS[0])
    adagrad_update(np.array(P), g, np.zeros(3), np.zeros(3), lr=0.1, eps=0.1)
    z = [np.zeros(3) for _ in range(4)]
    rmsprop_update(np.array(P), g, *z, lr=0.1, alpha=0.9, eps=0.1, momentum=0.9)
    assert_close(g, GRADS[0], name="g", why="g was changed: it belongs to the caller")
    assert g.shape == (3,)


class Weight:
    def __init__(self, data, grad):
        self.data, self.grad = np.array(data), np.array(grad)


def test_the_optimizers_use_their_rules():
    weight = Weight([1.0, 2.0], [3.0, -4.0])
    optimizer = Adagrad([weight], lr=0.1, lr_decay=1.0, initial_accumulator_value=16.0, eps=0.0)
    optimizer.step()
    why = "sum is 16 + g**2 and its root 5 and 5.66; lr is 0.1 in the first step"
    assert_close(weight.data, [0.94, 2 + 0.4 / math.sqrt(32)], name="Adagrad, step 1", why=why)
    optimizer.step()
    expected = [0.94 - 0.05 * 3 / math.sqrt(34), 2 + 0.4 / math.sqrt(32) + 0.2 / math.sqrt(48)]
    assert_close(weight.data, expected, name="Adagrad, step 2", why="lr / (1 + lr_decay) = 0.05")
    weight = Weight([1.0, 2.0], [3.0, -4.0])
    RMSprop([weight], lr=0.1, alpha=0.75, eps=0.0).step()
    assert_close(weight.data, [0.8, 2.2], name="RMSprop", why="g / sqrt(g**2 / 4) is 2 or -2")
