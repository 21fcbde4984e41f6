"""The losses that are given as examples: absolute error and hinge."""

import numpy as np
import pytest
from scratchcore import gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t08_losses import hinge_loss, l1_loss

SCORE = np.array([1.0, 3.0, -0.5, 0.25, -1.0, 2.0])
SIGN = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0])


@pytest.mark.parametrize(("margin", "losses"), [(1.0, [0, 0, 1.5, 1.25, 0, 3]), (0, [0, 0, 0.5])])
def test_the_hinge_costs_what_is_missing_to_the_margin(margin, losses):
    n = len(losses)
    got = hinge_loss(SCORE[:n], SIGN[:n], margin=margin, reduction="none")
    assert_close(got, np.array(losses, float), name="hinge", why="max(0, margin - y score)")


def test_the_hinge_pulls_up_to_the_margin_itself():
    score, sign = tensor(SCORE, requires_grad=True), tensor(SIGN, requires_grad=True)
    hinge_loss(score, sign, reduction="sum").backward()
    expected = np.array([-1.0, 0, -1, 1, 1, 1])
    why = "-y where the margin is missed or just met (the first and the fifth), else 0"
    assert_close(score.grad, expected, name="gradient of the score", why=why)
    expected = np.array([-1.0, 0, 0.5, -0.25, 1, -2])
    assert_close(sign.grad, expected, name="gradient of the target", why="-score there, else 0")


def test_the_absolute_error_has_slope_zero_at_zero():
    x, y = tensor(np.array([2.0, 0.0, -3.0]), requires_grad=True), np.zeros(3)
    loss = l1_loss(x, y)
    loss.backward()
    assert_close(loss.data, np.array(5 / 3), name="mean absolute error")
    assert_close(x.grad, np.array([1 / 3, 0, -1 / 3]), name="gradient", why="sign(d) / N")


@pytest.mark.parametrize("reduction", ["none", "sum", "mean"])
def test_examples_agree_with_differences_to_second_order(reduction):
    def absolute(x, y):
        return l1_loss(x, y, reduction=reduction)

    def hinge(x):
        return hinge_loss(x, SIGN, margin=0.7, reduction=reduction)

    assert gradcheck(absolute, (SCORE, SCORE[::-1] + 0.1))
    assert gradgradcheck(absolute, (SCORE, SCORE[::-1] + 0.1))
    assert gradcheck(hinge, SCORE)
    assert gradgradcheck(hinge, SCORE)
