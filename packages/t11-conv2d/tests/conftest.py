"""What the graded tests share: convolutions of many forms, and their definition in seven loops."""

from types import SimpleNamespace

import numpy as np
import pytest

# x (N, C, H, W), weight (O, C, KH, KW), the options, and what they mean: sides, strides, dilations
NONE, ONE = ((0, 0), (0, 0)), (1, 1)
CASES = {
    "plain, not square": ((2, 3, 5, 6), (4, 3, 2, 3), {}, (NONE, ONE, ONE)),
    "one by one": ((2, 3, 4, 5), (2, 3, 1, 1), {}, (NONE, ONE, ONE)),
    "the whole picture": ((2, 2, 3, 4), (3, 2, 3, 4), {}, (NONE, ONE, ONE)),
    "one pixel": ((1, 1, 1, 1), (1, 1, 3, 3), {"padding": 1}, (((1, 1), (1, 1)), ONE, ONE)),
    "stride 2, last column unused": (
        (1, 2, 6, 8),
        (2, 2, 3, 3),
        {"stride": 2},
        (NONE, (2, 2), ONE),
    ),
    "stride 3 wider than the kernel": (
        (2, 1, 7, 5),
        (2, 1, 2, 1),
        {"stride": 3},
        (NONE, (3, 3), ONE),
    ),
    "stride (3, 1)": ((1, 2, 7, 5), (3, 2, 2, 3), {"stride": (3, 1)}, (NONE, (3, 1), ONE)),
    "padding (2, 0)": (
        (2, 1, 3, 5),
        (2, 1, 4, 3),
        {"padding": (2, 0)},
        (((2, 2), (0, 0)), ONE, ONE),
    ),
    "four paddings": (
        (1, 2, 4, 3),
        (2, 2, 3, 2),
        {"padding": ((0, 1), (3, 2))},
        (((0, 1), (3, 2)), ONE, ONE),
    ),
    "same": (
        (2, 2, 4, 5),
        (3, 2, 4, 3),
        {"padding": "same"},
        (((1, 2), (1, 1)), ONE, ONE),
    ),
    "dilation (2, 1)": ((1, 2, 7, 4), (2, 2, 3, 2), {"dilation": (2, 1)}, (NONE, ONE, (2, 1))),
    "all at once": (
        (2, 3, 8, 7),
        (2, 3, 3, 2),
        {"stride": (2, 3), "padding": ((1, 0), (2, 1)), "dilation": (2, 3)},
        (((1, 0), (2, 1)), (2, 3), (2, 3)),
    ),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    """Return x, weight, bias, g, options and what `definition` takes; float64."""
    x_shape, weight_shape, options, meaning = request.param
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal(x_shape), rng.standard_normal(weight_shape)
    bias = rng.standard_normal(weight_shape[0])
    out, *_ = by_definition(x, weight, bias, None, *meaning)
    g = rng.standard_normal(out.shape)
    return SimpleNamespace(x=x, weight=weight, bias=bias, g=g, options=options, meaning=meaning)


@pytest.fixture
def definition():
    """Return `by_definition`."""
    return by_definition


def by_definition(x, weight, bias, g, sides, stride, dilation):
    """Return output and gradients of x, weight and bias, from seven loops over single numbers.

    Pads nothing: a tap outside the picture is left out.
    """
    batch, _, height, width = x.shape
    taps = weight.shape[2:]
    size = []
    for axis in (0, 1):
        length = x.shape[2 + axis] + sum(sides[axis]) - dilation[axis] * (taps[axis] - 1)
        size.append(len(range(0, length, stride[axis])))
    out = np.zeros((batch, weight.shape[0], *size)) + bias[:, None, None]
    x_grad, weight_grad, bias_grad = np.zeros_like(x), np.zeros_like(weight), np.zeros_like(bias)
    for n, o, i, j in np.ndindex(out.shape):
        if g is not None:
            bias_grad[o] += g[n, o, i, j]
        for c, a, b in np.ndindex(weight.shape[1:]):
            row = i * stride[0] + a * dilation[0] - sides[0][0]
            column = j * stride[1] + b * dilation[1] - sides[1][0]
            if not (0 <= row < height and 0 <= column < width):
                continue
            out[n, o, i, j] += x[n, c, row, column] * weight[o, c, a, b]
            if g is not None:
                x_grad[n, c, row, column] += weight[o, c, a, b] * g[n, o, i, j]
                weight_grad[o, c, a, b] += x[n, c, row, column] * g[n, o, i, j]
    return out, x_grad, weight_grad, bias_grad
