"""Moments and signs: Adam, AdamW, Lion

Expected values are worked out one coordinate at a time, in Python floats.
"""

import math

import numpy as np
from scratchcore.testing import assert_close
from t03_optimizers import Adam, AdamW, Lion, adam_update, adamw_update, lion_update

P = [1.0, -2.0, 0.5]
GRADS = [[0.3, -0.1, 1e-3], [-0.2, 0.4, 1e-3], [0.01, 0.0, -1e-3]]
OPTIONS = {"lr": 0.1, "beta1": 0.8, "beta2": 0.9}
ADAM = "scratch hint t03 adam_update"
ADAMW = "scratch hint t03 adamw_update"
LION = "scratch hint t03 lion_update"


def adam(*, eps=0.0, amsgrad=False, rule=adam_update, steps=3, **options):
    p, m, v, s = np.array(P), np.zeros(3), np.zeros(3), np.full(3, np.nan)
    v_max = np.zeros(3) if amsgrad else None
    for t, g in enumerate(GRADS[:steps], 1):
        rule(p, np.array(g), m, v, v_max, s, **OPTIONS, eps=eps, t=t, **options)
    return p, m, v, v_max


def adam_by_hand(*, eps=0.0, amsgrad=False, steps=3, decoupled=0.0):
    columns = []
    for k, p in enumerate(P):
        m = v = v_max = 0.0
        for t, grads in enumerate(GRADS[:steps], 1):
            g = grads[k]
            p *= 1 - 0.1 * decoupled
            m, v = 0.8 * m + 0.2 * g, 0.9 * v + 0.1 * g * g
            v_max = max(v, v_max)
            v_hat = (v_max if amsgrad else v) / (1 - 0.9**t)
            p -= 0.1 * (m / (1 - 0.8**t)) / (math.sqrt(v_hat) + eps)
        columns.append((p, m, v, v_max))
    return [list(row) for row in zip(*columns, strict=True)]


def test_adam_keeps_running_means_of_gradient_and_square():
    _, m, v, _ = adam()
    _, m_expected, v_expected, _ = adam_by_hand()
    why = "beta keeps: 0.8 of m and 0.9 of v stay, the rest comes from g and from g**2"
    assert_close(m, m_expected, name="m after 3 steps", why=why, hint=ADAM)
    assert_close(v, v_expected, name="v after 3 steps", why=why, hint=ADAM)


def test_adams_first_step_has_size_lr():
    assert_close(
        adam(steps=1)[0],
        [0.9, -1.9, 0.4],
        name="p after the first step",
        why="m and v start at 0 and are too small at first; bias correction, dividing them by"
        " 1 - beta1**t and 1 - beta2**t, makes m / sqrt(v) = g / |g| of size 1",
        where="Kingma and Ba, algorithm 1",
        hint=ADAM,
    )


def test_adams_correction_fades_with_the_steps():
    assert_close(
        adam()[0],
        adam_by_hand()[0],
        name="p after 3 steps",
        why="the divisors are 1 - beta**t: 0.2, 0.36, 0.488 for beta1 = 0.8 and t = 1, 2, 3",
        hint=ADAM,
    )


def test_adam_adds_eps_to_the_corrected_root():
    assert_close(
        adam(eps=0.01)[0],
        adam_by_hand(eps=0.01)[0],
        name="p after 3 steps with eps = 0.01",
        why="eps is added to the root of the corrected v: not under the root, not before the"
        " correction",
        hint=ADAM,
    )


def test_amsgrad_divides_by_the_largest_v_so_far():
    p, _, v, v_max = adam(amsgrad=True)
    p_expected, _, v_expected, v_max_expected = adam_by_hand(amsgrad=True)
    why = "v_max never falls, v goes on as before; the step divides by the root of v_max"
    assert_close(v_max, v_max_expected, name="v_max after 3 steps", why=why, hint=ADAM)
    assert_close(v, v_expected, name="v after 3 steps", why=why, hint=ADAM)
    assert_close(p, p_expected, name="p after 3 steps", why=why, hint=ADAM)


def test_adamw_shrinks_the_parameters_beside_the_step():
    assert_close(
        adam(rule=adamw_update, weight_decay=0.5)[0],
        adam_by_hand(decoupled=0.5)[0],
        name="p after 3 steps with weight decay 0.5",
        why="decoupled: p shrinks by 1 - lr * weight_decay = 0.95. As L2, inside g, the decay would"
        " be divided by sqrt(v) like everything else",
        where="Loshchilov and Hutter, algorithm 2",
        hint=ADAMW,
    )


def test_adamw_without_gradient_shrinks_by_lr_times_weight_decay():
    p, zero = np.array(P), np.zeros(3)
    options = {**OPTIONS, "eps": 1e-8, "t": 1, "weight_decay": 0.5}
    adamw_update(p, zero, np.zeros(3), np.zeros(3), None, np.full(3, np.nan), **options)
    assert_close(
        p,
        [0.95, -1.9, 0.475],
        name="p after a step with gradient 0",
        why="all that is left is p * (1 - lr * weight_decay) = p * (1 - 0.1 * 0.5)",
        hint=ADAMW,
    )


def test_adamws_moments_know_nothing_of_the_decay():
    _, m, v, _ = adam(rule=adamw_update, weight_decay=0.5)
    _, m_expected, v_expected, _ = adam_by_hand()
    why = "decoupled: m and v are means of the loss's gradient alone"
    assert_close(m, m_expected, name="m after 3 steps", why=why, hint=ADAMW)
    assert_close(v, v_expected, name="v after 3 steps", why=why, hint=ADAMW)


def test_adamw_takes_amsgrad_along():
    p, _, _, v_max = adam(rule=adamw_update, weight_decay=0.5, amsgrad=True, eps=0.01)
    expected = adam_by_hand(decoupled=0.5, amsgrad=True, eps=0.01)
    why = "v_max and eps go on to Adam's rule"
    assert_close(v_max, expected[3], name="v_max", why=why, hint=ADAMW)
    assert_close(p, expected[0], name="p after 3 steps", why=why, hint=ADAMW)


def lion(grads, *, weight_decay=0.0):
    p, m, scratch = np.array(P), np.zeros(3), [np.full(3, np.nan) for _ in range(2)]
    for g in grads:
        lion_update(p, np.array(g), m, *scratch, **OPTIONS, weight_decay=weight_decay)
    return p, m


def test_lions_sign_comes_from_the_mean_with_beta1():
    # Means with 0.8, m first: m = 0.1, g = -0.3 gives 0.02 > 0, while 0.9 would give 0.06 and
    # g = -0.45 -0.01 < 0, where 0.9 would give 0.045 > 0.
    p, m = lion([[1.0, 1.0, 0.0], [-0.3, -0.45, 0.0]])
    assert_close(
        p,
        [1.0 - 0.2, -2.0 - 0.1 + 0.1, 0.5],
        name="p after 2 steps",
        why="the step is lr against the sign of beta1 * m + (1 - beta1) * g, taken before m is"
        " updated with beta2; the sign of 0 is 0",
        hint=LION,
    )
    assert_close(
        m,
        [0.1 * 0.9 - 0.03, 0.1 * 0.9 - 0.045, 0.0],
        name="m after 2 steps",
        why="m is the mean with beta2: 0.9 of m stay, 0.1 of g come in",
        hint=LION,
    )


def test_lion_shrinks_like_adamw():
    assert_close(
        lion([[1.0, -1.0, 0.0]], weight_decay=0.5)[0],
        [0.95 - 0.1, -1.9 + 0.1, 0.475],
        name="p after a step with weight decay 0.5",
        why="p shrinks by 1 - lr * weight_decay, from the value before the step",
        hint=LION,
    )


def test_the_gradient_is_left_as_it_is():
    g = np.array(GRADS[0])
    zeros = [np.zeros(3) for _ in range(4)]
    adam_update(np.array(P), g, *zeros, **OPTIONS, eps=1.0, t=1)
    adamw_update(np.array(P), g, *zeros, **OPTIONS, eps=1.0, t=1, weight_decay=0.1)
    lion_update(np.array(P), g, *zeros[:3], **OPTIONS, weight_decay=0.1)
    assert_close(g, GRADS[0], name="g", why="g was changed: it belongs to the caller")
    assert g.shape == (3,)


class Weight:
    def __init__(self):
        self.data, self.grad = np.array([2.0, -4.0]), np.array([1.0, 1.0])


def test_adams_weight_decay_is_l2_and_adamws_is_not():
    l2, decoupled = Weight(), Weight()
    Adam([l2], lr=0.1, weight_decay=0.5).step()
    AdamW([decoupled], lr=0.1, weight_decay=0.5).step()
    why = "L2 makes the gradients 2 and -1, of which the first step of Adam keeps the signs"
    assert_close(l2.data, [1.9, -3.9], name="Adam", why=why, rtol=1e-6)
    why = "decoupled: both shrink by 5 % and go down by lr"
    assert_close(decoupled.data, [1.8, -3.9], name="AdamW", why=why, rtol=1e-6)


def test_adam_counts_the_steps_of_each_parameter():
    first, late = Weight(), Weight()
    late.grad = None
    optimizer = Adam([first, late], lr=0.1)
    optimizer.step()
    late.grad = np.array([1.0, 1.0])
    optimizer.step()
    why = "its first gradient came in the second step: for it, t is 1"
    assert_close(late.data, [1.9, -4.1], name="the late parameter", why=why, rtol=1e-6)


def test_lion_steps_by_lr():
    weight = Weight()
    Lion([weight], lr=0.25, weight_decay=1.0).step()
    assert_close(weight.data, [1.25, -3.25], name="Lion", why="0.75 * p - 0.25 * sign(g)")
