"""Six products instead of twelve: where the fast way is taken, and what its rounding costs."""

import numpy as np
import pytest
from scratchcore import tensor
from scratchcore.testing import assert_close
from t11_conv2d import conv2d_by_shifts
from t12_im2col import conv2d, conv2d_forward, winograd


def arrays(n=2, c=16, o=17, h=7, w=5, kernel_w=3, dtype=np.float64):
    rng = np.random.default_rng(0)
    return rng.standard_normal((n, c, h, w)).astype(dtype), rng.standard_normal(
        (o, c, 3, kernel_w)
    ).astype(dtype)


@pytest.mark.parametrize(
    ("shape", "stride", "dilation", "suits"),
    [
        ((16, 16, 3, 3), (1, 1), (1, 1), True),
        ((16, 16, 3, 1), (1, 1), (1, 2), True),
        ((15, 16, 3, 3), (1, 1), (1, 1), False),
        ((16, 15, 3, 3), (1, 1), (1, 1), False),
        ((16, 16, 5, 3), (1, 1), (1, 1), False),
        ((16, 16, 3, 3), (1, 2), (1, 1), False),
        ((16, 16, 3, 3), (1, 1), (2, 1), False),
    ],
)
def test_it_is_for_three_rows_and_many_channels(shape, stride, dilation, suits):
    assert winograd.suits(np.empty(shape), stride, dilation) is suits


@pytest.mark.parametrize("height", [1, 2, 3, 4, 5, 6, 7, 8, 9])
@pytest.mark.parametrize(
    "options",
    [
        {"padding": 1},
        {"padding": ((2, 0), (0, 2))},
        {"padding": ((3, 4), (1, 3)), "dilation": (1, 2)},
        {"padding": ((2, 2), (0, 0))},
        {"padding": ((1, 1), (0, 1))},
    ],
)
def test_every_height_and_padding_equals_the_shifted_pictures(height, options):
    x, weight = arrays(h=height)
    results = []
    for function in (conv2d, conv2d_by_shifts):
        leaves = [tensor(a, requires_grad=True) for a in (x, weight)]
        out = function(*leaves, **options)
        out.backward(np.cos(np.arange(out.size)).reshape(out.shape))
        results.append((out.data, *(leaf.grad for leaf in leaves)))
    for name, mine, theirs in zip(("output", "x.grad", "weight.grad"), *results, strict=True):
        claim = f"{name}, height {height}, {options}"
        assert_close(mine, theirs, name=claim, rtol=1e-10, atol=1e-10)  # float64


@pytest.mark.parametrize("kernel_w", [1, 2, 5])
def test_kernels_of_any_width(kernel_w):
    x, weight = arrays(kernel_w=kernel_w)
    got = conv2d_forward(x, weight, padding=2)
    assert_close(got, conv2d_by_shifts(x, weight, padding=2), name=f"width {kernel_w}")


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e38])
def test_what_is_not_finite_stays_where_it_is_seen(value):
    x, weight = (np.abs(array) for array in arrays(c=16, o=16, h=9, w=6, dtype=np.float32))
    x[0, 3, 4, 2] = value
    leaves = [[tensor(a, requires_grad=True) for a in (x, weight)] for _ in range(2)]
    with np.errstate(all="ignore"):
        for (mine, kernel), function in zip(leaves, (conv2d, conv2d_by_shifts), strict=True):
            out = function(mine, kernel, padding=1)
            out.backward(np.ones(out.shape, np.float32))
            if function is conv2d:
                got = out.data
    expected = out.data
    hit = np.zeros(got.shape, bool)
    hit[0, :, 3:6, 1:4] = True
    assert (np.isfinite(got) == np.isfinite(expected)).all()
    if value != 1e38:
        assert not np.isfinite(got[hit]).any()
    else:
        assert_close(got[hit], expected[hit], name="outputs that see it", rtol=1e-5)
    if value != 1e38:
        assert_close(got[~hit], expected[~hit], name="outputs that don't see it", rtol=1e-4)
    for ours, theirs in zip(*leaves, strict=True):
        assert (np.isfinite(ours.grad) == np.isfinite(theirs.grad)).all()


def test_an_infinite_gradient_stays_where_it_came_from():
    x, weight = arrays(c=16, o=16, h=9, w=6, dtype=np.float32)
    grads = []
    for function in (conv2d, conv2d_by_shifts):
        leaf = tensor(x, requires_grad=True)
        out = function(leaf, weight, padding=1)
        g = np.ones(out.shape, np.float32)
        g[1, 2, 0, 0] = np.inf
        with np.errstate(all="ignore"):
            out.backward(g)
        grads.append(leaf.grad)
    assert (np.isfinite(grads[0]) == np.isfinite(grads[1])).all()


def test_float32_loses_less_than_a_digit_against_the_plain_sum(monkeypatch):
    x, weight = arrays(c=32, o=32, h=12, w=12, dtype=np.float32)
    exact = conv2d_by_shifts(x.astype(np.float64), weight.astype(np.float64), padding=1)
    fast = np.abs(conv2d_forward(x, weight, padding=1) - exact).max()
    monkeypatch.setattr(winograd, "_LEAST", 10**6)
    plain = np.abs(conv2d_forward(x, weight, padding=1) - exact).max()
    assert plain < fast < 10 * plain
    assert fast < 1e-5 * np.abs(exact).max()


def test_the_gradients_together_are_computed_once(monkeypatch):
    calls = []
    original = winograd.winograd_backward
    monkeypatch.setattr(
        winograd, "winograd_backward", lambda *args: calls.append(1) or original(*args)
    )
    x, weight = (tensor(a, requires_grad=True) for a in arrays())
    conv2d(x, weight, padding=1).sum().backward()
    assert len(calls) == 1
    first = weight.grad.copy()
    weight.grad = None
    conv2d(x.data, weight, padding=1).sum().backward()
    assert len(calls) == 1, "without a gradient of x, that of weight goes by rows"
    assert_close(weight.grad, first, name="weight.grad", why="the same sum either way")
