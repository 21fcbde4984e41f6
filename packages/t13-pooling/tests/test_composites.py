"""The ways to higher derivatives: the same function, written in operations that have rules."""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t13_pooling import avg_pool2d, global_avg_pool2d, max_pool2d
from t13_pooling.maximum import max_composite

MAXIMA = [
    {"kernel_size": 2},
    {"kernel_size": 3, "stride": 2, "padding": 1},
    {"kernel_size": 3, "stride": 1, "dilation": 2, "padding": 1, "ceil_mode": True},
]
MEANS = [
    {"kernel_size": 2},
    {"kernel_size": (3, 2), "stride": 2, "padding": 1, "ceil_mode": True},
    {"kernel_size": 3, "padding": 1, "count_include_pad": False, "stride": (1, 2)},
    {"kernel_size": 2, "divisor_override": 3},
]


def compare(function, x):
    """Compare the gradient that has a graph with the one that has none."""
    x = np.asarray(x)
    weight = np.random.default_rng(1).standard_normal(function(x).shape)
    plain, graphed = (tensor(x, requires_grad=True) for _ in range(2))
    function(plain).backward(weight)
    function(graphed).backward(weight, create_graph=True)
    assert_close(np.asarray(graphed.grad.detach()), plain.grad, name="gradient with a graph")


def pictures():
    return np.random.default_rng(0).standard_normal((2, 3, 6, 6))


@pytest.mark.parametrize("options", MAXIMA)
@pytest.mark.parametrize("ties", ["none", "ties", "-inf", "nan"])
def test_maxima_choose_the_same_pixels(options, ties):
    x = pictures()
    if ties == "ties":
        x = np.sign(np.round(x))
    elif ties != "none":
        x[np.random.default_rng(2).random(x.shape) < 0.6] = float(ties)
    compare(lambda x: max_pool2d(x, **options), x)


@pytest.mark.parametrize("dilation", [2, 3, 4])
def test_maxima_agree_where_dilation_leads_past_every_pixel(dilation):
    x = np.random.default_rng(0).standard_normal((2, 3, 1, 1))
    options = (2, 3, 1, dilation, True)  # kernel, stride, padding, dilation, ceil_mode
    expected = max_pool2d(x, *options)
    assert np.isneginf(expected).any(), expected
    assert_close(max_composite(x, *options), expected, name="maxima", rtol=0, atol=0)


@pytest.mark.parametrize("options", MEANS)
def test_means_share_alike(options):
    compare(lambda x: avg_pool2d(x, **options), pictures())


def test_global_means_share_alike():
    compare(global_avg_pool2d, pictures())
