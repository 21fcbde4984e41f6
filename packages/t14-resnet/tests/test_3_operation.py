"""batch_norm2d: one operation of the graph

Compared with the formula of step 1, in every order that pictures may lie in.
"""

import numpy as np
import pytest
from scratchcore import grad, gradcheck, gradgradcheck, tensor
from scratchcore.testing import assert_close
from t12_im2col import batch_innermost, is_batch_innermost
from t14_resnet import batch_norm2d, batch_norm2d_naive

HINT = "scratch hint t14 batch_norm2d"
ORDERS = {
    "NCHW": np.ascontiguousarray,
    "batch innermost": batch_innermost,
    "NHWC": lambda x: np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2),
    "sliced": lambda x: np.repeat(x, 2, axis=3)[:, :, :, ::2],
}


def arrays(shape=(3, 2, 4, 5), seed=0):
    rng = np.random.default_rng(seed)
    x, residual, g = rng.standard_normal((3, *shape))
    return x * 2 + 1, *rng.standard_normal((2, shape[1])), residual, g


def statistics():
    return np.array([0.5, -1.0]), np.array([2.0, 0.5])


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("relu", [True, False])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("other", ["NCHW", "batch innermost"])
def test_values_and_gradients_in_any_order_of_memory(order, other, relu, training):
    x, weight, bias, residual, g = arrays()
    arrange, rearrange = ORDERS[order], ORDERS[other]
    given = [arrange(x), weight, bias, rearrange(residual)]
    mine, plain = ([tensor(a, requires_grad=True) for a in given] for _ in "ab")
    options = {"training": training, "relu": relu}
    out = batch_norm2d(*mine[:3], *statistics(), mine[3], **options)
    expected = batch_norm2d_naive(*plain[:3], *statistics(), plain[3], **options)
    where = f"x lies as {order}, residual and g as {other}"
    why = (
        "read residual in the order of x (as_table(residual, x)), and put the result back likewise"
    )
    assert_close(out.data, expected.data, name=f"output; {where}", why=why, hint=HINT)
    out.backward(rearrange(g))
    expected.backward(g)
    names = ("x", "weight", "bias", "residual")
    for name, leaf, wanted in zip(names, mine, plain, strict=True):
        why = "g comes in any order, too: as_table(g, x); the gradient of residual is the last of 6"
        assert_close(
            leaf.grad, wanted.grad, name=f"gradient of {name}; {where}", why=why, hint=HINT
        )


def test_the_result_lies_as_x_does():
    x, weight, bias, _, g = arrays()
    for arrange, lies in (
        (np.ascontiguousarray, lambda a: a.flags.c_contiguous),
        (batch_innermost, is_batch_innermost),
    ):
        leaf = tensor(arrange(x), requires_grad=True)
        out = batch_norm2d(leaf, weight, bias, None, None, training=True)
        assert lies(out.data), "the output lies in another order than x: convolutions would copy it"
        out.backward(g)
        assert lies(leaf.grad), "the gradient of x lies in another order than x"


def test_training_updates_the_running_statistics_in_place():
    x, weight, bias, *_ = arrays()
    mean, var = statistics()
    batch_norm2d(x, weight, bias, mean, var, training=True, momentum=0.25)
    axes, old = (0, 2, 3), statistics()
    why = "0.75 of the old, 0.25 of the batch; the variance divided by one less than its 60 samples"
    expected = 0.75 * old[0] + 0.25 * x.mean(axis=axes)
    assert_close(mean, expected, name="running mean", why=why, hint=HINT)
    expected = 0.75 * old[1] + 0.25 * x.var(axis=axes, ddof=1)
    assert_close(var, expected, name="running variance", why=why, hint=HINT)


def test_evaluation_leaves_the_running_statistics():
    x, weight, bias, *_ = arrays()
    mean, var = statistics()
    batch_norm2d(x, weight, bias, mean, var, training=False, momentum=0.25)
    why = "evaluation reads the running statistics and must not update them"
    for name, got, expected in zip("mv", (mean, var), statistics(), strict=True):
        assert_close(got, expected, name=f"running statistic {name}", why=why, hint=HINT)


def test_a_later_update_does_not_reach_an_earlier_gradient():
    x, weight, bias, _, g = arrays()
    leaf, fixed = (tensor(x, requires_grad=True) for _ in "ab")
    mean, var = statistics()
    out = batch_norm2d(leaf, weight, bias, mean, var, training=False)
    mean += 5.0
    var += 5.0
    out.backward(g)
    batch_norm2d_naive(fixed, weight, bias, *statistics(), training=False).backward(g)
    why = "the statistics of the forward pass: a copy, since the next batch changes the arrays"
    assert_close(leaf.grad, fixed.grad, name="gradient of x", why=why, hint=HINT)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(2, 2, 2, 3), (3, 2, 1, 1)])
def test_both_orders_of_derivative_agree_with_differences(shape, training):
    x, weight, bias, residual, _ = arrays(shape)

    def function(x, weight, bias, residual):
        return batch_norm2d(x, weight, bias, *statistics(), residual, training=training, relu=True)

    assert gradcheck(function, [x, weight, bias, residual])
    assert gradgradcheck(function, [x, weight, bias, residual])


def test_a_second_derivative_does_not_update_again():
    x, *_ = arrays()
    leaf, (mean, var) = tensor(x, requires_grad=True), statistics()
    out = batch_norm2d(leaf, None, None, mean, var, training=True)
    once = mean.copy()
    grad(np.sum(out * out * out), leaf, create_graph=True)
    assert_close(mean, once, name="running mean", why="one forward pass, one update")


@pytest.mark.parametrize("shape", [(0, 2, 3, 3), (2, 2, 0, 3)])
@pytest.mark.parametrize("training", [True, False])
def test_an_empty_batch_changes_nothing(shape, training):
    mean, var = statistics()
    empty = np.zeros(shape)
    leaves = [tensor(a, requires_grad=True) for a in (empty, np.ones(2), np.ones(2), empty)]
    out = batch_norm2d(*leaves[:3], mean, var, leaves[3], training=training, relu=True)
    out.backward(empty)
    assert_close(out.data, empty, name="output for an empty batch")
    why = "an empty batch says nothing about weight, bias or statistics"
    for leaf in leaves:
        assert_close(leaf.grad, np.zeros(leaf.shape), name="gradient", why=why, hint=HINT)
    assert_close(mean, statistics()[0], name="running mean", why=why, hint=HINT)


def test_float32_stays_float32_and_nothing_given_changes():
    given = [a.astype(np.float32) for a in arrays()]
    before = [a.copy() for a in given]
    x, weight, bias, residual, g = given
    leaf = tensor(x, requires_grad=True)
    mean, var = np.zeros(2, np.float32), np.ones(2, np.float32)
    out = batch_norm2d(leaf, weight, bias, mean, var, residual, training=True, relu=True)
    out.backward(g)
    assert (out.dtype, leaf.grad.dtype) == (np.float32, np.float32)
    why = "x, residual and g belong to the caller"
    for got, expected in zip(given, before, strict=True):
        assert_close(got, expected, name="an argument after both passes", why=why)


def test_a_constant_channel_becomes_its_bias():
    x = np.full((2, 2, 3, 3), 7.0)
    out = batch_norm2d(x, None, np.array([1.5, -1.0]), None, None, training=True, relu=True)
    expected = np.zeros((2, 2, 3, 3))
    expected[:, 0] = 1.5
    assert_close(out, expected, name="output for constant channels", why="x - mean is 0")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": np.ones((4, 2))}, r"x must have shape \(N, C, H, W\), got \(4, 2\)"),
        ({"weight": np.ones(3)}, "weight has shape"),
        ({"running_var": None}, "running_mean and running_var"),
        ({"residual": np.ones((1, 2, 1, 1))}, "residual is float64 of shape"),
        ({"residual": np.ones((3, 2, 4, 5), np.float32)}, "residual is float32"),
        ({"x": np.ones((1, 2, 1, 1))}, "two samples"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    names = ("weight", "bias", "running_mean", "running_var")
    given = {"x": np.ones((3, 2, 4, 5)), **{name: np.ones(2) for name in names}}
    with pytest.raises(ValueError, match=message):
        batch_norm2d(**{**given, **change}, training=True)
