"""Gradient descent: L2, momentum, Nesterov

Expected values are worked out one coordinate at a time, in Python floats.
"""

import numpy as np
from scratchcore.testing import assert_close
from t03_optimizers import SGD, add_l2, sgd_update

P = [1.0, -2.0, 0.5]
GRADS = [[0.3, -0.1, 0.7], [-0.2, 0.4, 0.1], [0.6, 0.0, -0.5]]
PLAIN = {"lr": 0.1, "momentum": 0.0, "dampening": 0.0, "nesterov": False, "weight_decay": 0.0}


class Weight:
    def __init__(self, data):
        self.data, self.grad = np.array(data), None


def run(**options):
    """Return (p, buf) after a step for each of GRADS; what buf held before does not count."""
    options = {**PLAIN, **options}
    p, buf = np.array(P), np.full(3, 7.0) if options["momentum"] else None
    for i, g in enumerate(GRADS):
        sgd_update(p, np.array(g), buf, **options, first=i == 0)
    return p, buf


def expected(*, lr, momentum, dampening, nesterov, weight_decay):
    """Return the lists p and buf, one coordinate after the other."""
    ps, bufs = [], []
    for k, p in enumerate(P):
        buf = None
        for grads in GRADS:
            g = grads[k] + weight_decay * p
            buf = g if buf is None else momentum * buf + (1 - dampening) * g
            p -= lr * (g + momentum * buf if nesterov else buf if momentum else g)
        ps.append(p)
        bufs.append(buf)
    return ps, bufs


def check(why, **options):
    p, buf = run(**options)
    p_expected, buf_expected = expected(**{**PLAIN, **options})
    hint = "scratch hint t03 sgd_update"
    if buf is not None:
        assert_close(buf, buf_expected, name="velocity buf after 3 steps", why=why, hint=hint)
    assert_close(p, p_expected, name="parameters after 3 steps", why=why, hint=hint)


def test_l2_adds_weight_decay_times_the_parameters_to_the_gradient():
    g, p, out = np.array([1.0, 2.0, 3.0]), np.array([10.0, -20.0, 0.0]), np.full(3, np.nan)
    add_l2(g, p, 0.1, out)
    assert_close(
        out,
        [2.0, 0.0, 3.0],
        name="out",
        why="the derivative of weight_decay / 2 * p**2 is weight_decay * p: 1 + 0.1 * 10 = 2",
        hint="scratch hint t03 add_l2",
    )
    assert out.shape == (3,)


def test_l2_leaves_the_gradient_and_the_parameters_as_they_are():
    g, p, out = np.array([1.0, 2.0]), np.array([10.0, -20.0]), np.zeros(2)
    add_l2(g, p, 0.1, out)
    why = "g was changed: the next step would find weight decay in it twice; write to out only"
    assert_close(g, [1.0, 2.0], name="g", why=why, hint="scratch hint t03 add_l2")
    assert_close(p, [10.0, -20.0], name="p", why="L2 acts through the gradient, not on p itself")


def test_plain_descent_goes_lr_times_the_gradient_downhill():
    p = np.array([1.0, -2.0])
    sgd_update(p, np.array([0.5, 1.0]), None, **PLAIN, first=True)
    assert_close(
        p,
        [0.95, -2.1],
        name="p",
        why="p <- p - lr * g in place: 1 - 0.1 * 0.5 = 0.95",
        hint="scratch hint t03 sgd_update",
    )


def test_momentum_sums_up_decaying_gradients():
    check(
        "the velocity is momentum * buf + g, no running mean: with gradients of 1 and momentum 0.9"
        " it grows to 10",
        momentum=0.9,
    )


def test_dampening_scales_every_gradient_but_the_first():
    check(
        "dampening 0.3 adds 0.7 of a gradient to the velocity, but in the first step the velocity"
        " is the whole gradient",
        momentum=0.9,
        dampening=0.3,
    )


def test_nesterov_looks_ahead_along_the_new_velocity():
    check(
        "nesterov steps along g + momentum * the new velocity, the one that g is already part of",
        momentum=0.9,
        nesterov=True,
    )


def test_weight_decay_is_part_of_the_gradient():
    why = "weight decay adds weight_decay * p to g before anything else, p being the value before"
    check(why + " the step", weight_decay=0.2)
    check(why + " the step", weight_decay=0.2, momentum=0.5)
    check(why + " the step", weight_decay=0.2, momentum=0.5, dampening=0.4)
    check(why + " the step", weight_decay=0.2, momentum=0.5, nesterov=True)


def test_the_gradient_is_left_as_it_is():
    for momentum, nesterov in ((0.0, False), (0.9, False), (0.9, True)):
        p, g, buf = np.array(P), np.array(GRADS[0]), np.zeros(3)
        options = {**PLAIN, "momentum": momentum, "nesterov": nesterov, "weight_decay": 0.1}
        sgd_update(p, g, buf if momentum else None, **options, first=False)
        assert_close(g, GRADS[0], name="g", why="g was changed: it belongs to the caller")


def test_the_optimizer_applies_the_rule_to_every_parameter():
    weights = [Weight([[1.0, 2.0], [3.0, 4.0]]), Weight(5.0)]
    weights[0].grad, weights[1].grad = np.ones((2, 2)), np.array(2.0)
    SGD(weights, lr=0.5).step()
    why = "each p becomes p - 0.5 * g"
    assert_close(weights[0].data, [[0.5, 1.5], [2.5, 3.5]], name="matrix", why=why)
    assert_close(weights[1].data, 4.0, name="0-d array", why=why)
