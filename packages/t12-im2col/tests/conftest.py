"""What the graded tests share: convolutions of many forms, with a gradient of their output."""

from types import SimpleNamespace

import numpy as np
import pytest
from t11_conv2d import conv2d_naive

# x (N, C, H, W), weight (O, C, KH, KW), options
CASES = {
    "plain, not square": ((2, 3, 5, 6), (4, 3, 2, 3), {}),
    "padding 1": ((2, 2, 4, 5), (3, 2, 3, 3), {"padding": 1}),
    "one by one": ((2, 3, 4, 5), (2, 3, 1, 1), {}),
    "one by one, stride 2": ((2, 3, 5, 4), (2, 3, 1, 1), {"stride": 2}),
    "one pixel": ((1, 1, 1, 1), (1, 1, 3, 3), {"padding": 1}),
    "the whole picture": ((2, 2, 3, 4), (3, 2, 3, 4), {}),
    "stride is the kernel": ((2, 2, 6, 5), (3, 2, 3, 2), {"stride": (3, 2)}),
    "stride 2, last column unused": ((1, 2, 6, 8), (2, 2, 3, 3), {"stride": 2}),
    "stride wider than the kernel": ((2, 1, 7, 5), (2, 1, 2, 1), {"stride": 3}),
    "four paddings": ((1, 2, 4, 3), (2, 2, 3, 2), {"padding": ((0, 1), (3, 2))}),
    "more padding than kernel": ((2, 1, 3, 2), (2, 1, 2, 2), {"padding": (3, 2)}),
    "same": ((2, 2, 4, 5), (3, 2, 4, 3), {"padding": "same"}),
    "dilation": ((1, 2, 7, 6), (2, 2, 3, 2), {"dilation": (2, 3), "padding": (1, 2)}),
    "all at once": (
        (2, 3, 9, 8),
        (2, 3, 3, 2),
        {"stride": (2, 3), "padding": ((1, 0), (2, 1)), "dilation": (2, 3)},
    ),
    "stride and dilation with a common factor": (
        (1, 2, 9, 8),
        (2, 2, 3, 2),
        {"stride": (2, 4), "dilation": (2, 2), "padding": 1},
    ),
    "three rows of many channels": ((3, 16, 6, 5), (17, 16, 3, 2), {"padding": ((1, 2), (0, 1))}),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    """Return x, weight, bias, g, out_size and options; float64."""
    x_shape, weight_shape, options = request.param
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal(x_shape), rng.standard_normal(weight_shape)
    out_size = conv2d_naive(x[:1, :1], weight[:1, :1], **options).shape[2:]
    return SimpleNamespace(
        x=x,
        weight=weight,
        bias=rng.standard_normal(len(weight)),
        g=rng.standard_normal((len(x), len(weight), *out_size)),
        out_size=out_size,
        options=options,
    )


@pytest.fixture
def orders():
    """Return a function that gives a name and a copy of an array in each of several orders."""

    def in_orders(array):
        yield "C order", np.ascontiguousarray(array)
        yield (
            "batch innermost",
            np.ascontiguousarray(array.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2),
        )
        yield "every second of a longer row", np.repeat(array, 2, axis=3)[..., ::2]
        yield "reversed twice", array[:, ::-1].copy()[:, ::-1]

    return in_orders
