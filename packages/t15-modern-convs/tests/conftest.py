"""What the graded tests share: convolutions of many forms, and dense kernels for grouped ones."""

import numpy as np
import pytest

# options of depthwise convolutions, x (N, C, H, W), kernels per channel, kernel
CASES = {
    "3x3, padding 1": ((2, 3, 5, 6), 1, (3, 3), {"padding": 1}),
    "not square": ((2, 2, 6, 5), 1, (2, 3), {}),
    "two kernels per channel": ((2, 2, 5, 4), 2, (3, 2), {"padding": 1}),
    "one by one": ((2, 3, 3, 4), 1, (1, 1), {}),
    "one pixel": ((1, 1, 1, 1), 1, (3, 3), {"padding": 1}),
    "stride 2": ((2, 2, 7, 6), 1, (3, 3), {"stride": 2, "padding": 1}),
    "stride (1, 3), last column unused": ((1, 2, 4, 9), 1, (2, 2), {"stride": (1, 3)}),
    "dilation (2, 1)": ((2, 2, 7, 5), 1, (3, 3), {"dilation": (2, 1), "padding": (2, 1)}),
    "dilation (1, 3)": ((1, 2, 4, 9), 1, (2, 3), {"dilation": (1, 3)}),
    "four paddings": ((2, 2, 3, 4), 1, (3, 2), {"padding": ((2, 0), (1, 3))}),
    "more padding than kernel": ((1, 2, 3, 2), 1, (2, 2), {"padding": 3}),
    "wider than two strips": ((2, 2, 3, 19), 1, (3, 3), {"padding": 1}),
    "all at once": (
        (2, 2, 9, 21),
        3,
        (3, 2),
        {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "dilation": (1, 2)},
    ),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    """Return x, weight, bias and options of a depthwise convolution; float64."""
    shape, multiplier, kernel, options = request.param
    rng = np.random.default_rng(0)
    kernels = shape[1] * multiplier
    weight = rng.standard_normal((kernels, 1, *kernel))
    return rng.standard_normal(shape), weight, rng.standard_normal(kernels), options


@pytest.fixture
def dense():
    """Return `dense_kernels`."""
    return dense_kernels


def dense_kernels(weight, groups):
    """Return grouped kernels (O, C / groups, KH, KW) as those of one group: zeros elsewhere."""
    outputs, inputs = len(weight) // groups, weight.shape[1]
    out = np.zeros((len(weight), inputs * groups, *weight.shape[2:]), weight.dtype)
    for k in range(groups):
        ours = slice(k * outputs, (k + 1) * outputs)
        out[ours, k * inputs : (k + 1) * inputs] = weight[ours]
    return out


@pytest.fixture
def grouped_part():
    """Return a function that takes from a dense (O, C, KH, KW) what its groups hold."""

    def part(whole, groups):
        outputs, inputs = len(whole) // groups, whole.shape[1] // groups
        rows = [
            whole[k * outputs : (k + 1) * outputs, k * inputs : (k + 1) * inputs]
            for k in range(groups)
        ]
        return np.concatenate(rows)

    return part


@pytest.fixture
def orders():
    """Return a function that gives a name and a copy of an array in each of several orders."""

    def in_orders(array):
        yield "C order", np.ascontiguousarray(array)
        rows = np.ascontiguousarray(array.transpose(2, 1, 3, 0))
        yield "batch innermost", rows.transpose(3, 1, 0, 2)
        yield "every second of a longer row", np.repeat(array, 2, axis=3)[..., ::2]
        yield "reversed twice", array[:, ::-1].copy()[:, ::-1]

    return in_orders


@pytest.fixture
def stamped():
    """Return `stamp`."""
    return stamp


def stamp(x, weight, stride, sides, extra, dilation):
    """Return the transposed convolution (one group, no bias): each pixel adds its kernel.

    The output begins sides[0] pixels after the first stamp, and ends sides[1] before the end of the
    last, or `extra` pixels later than that.
    """
    n, _, h, w = x.shape
    reach = [dilation[a] * (weight.shape[a + 2] - 1) + 1 for a in (0, 1)]
    whole = [(size - 1) * stride[a] + reach[a] for a, size in enumerate((h, w))]
    out = np.zeros((n, weight.shape[1], whole[0] + extra[0], whole[1] + extra[1]))
    for b, c, i, j in np.ndindex(*x.shape):
        top, left = i * stride[0], j * stride[1]
        rows = slice(top, top + reach[0], dilation[0])
        columns = slice(left, left + reach[1], dilation[1])
        out[b, :, rows, columns] += x[b, c, i, j] * weight[c]
    ends = [whole[a] - sides[a][1] + extra[a] for a in (0, 1)]
    return out[:, :, sides[0][0] : ends[0], sides[1][0] : ends[1]]


@pytest.fixture
def explicit():
    """Return `explicit_options`."""
    return explicit_options


def explicit_options(attributes, size, kernel):
    """Return the options of an ONNX ConvTranspose node; output_shape and auto_pad as numbers."""
    stride = tuple(attributes.get("strides", (1, 1)))
    dilation = tuple(attributes.get("dilations", (1, 1)))
    extra = tuple(attributes.get("output_padding", (0, 0)))
    top, left, bottom, right = attributes.get("pads", (0, 0, 0, 0))
    padding = ((top, bottom), (left, right))
    auto = attributes.get("auto_pad", "NOTSET")
    wanted = attributes.get("output_shape")
    if auto in ("SAME_UPPER", "SAME_LOWER") and wanted is None:
        wanted = [s * step for s, step in zip(size, stride, strict=True)]
    if wanted is not None:
        padding = []
        for axis in range(2):
            whole = stride[axis] * (size[axis] - 1) + dilation[axis] * (kernel[axis] - 1) + 1
            total = whole + extra[axis] - wanted[axis]
            small, large = total // 2, total - total // 2
            padding.append((small, large) if auto == "SAME_UPPER" else (large, small))
    return {
        "stride": stride,
        "dilation": dilation,
        "output_padding": extra,
        "padding": padding,
        "groups": attributes.get("group", 1),
    }


@pytest.fixture
def any_padding():
    """Return `transposed_with_negative_padding`."""
    return transposed_with_negative_padding


def transposed_with_negative_padding(function, x, weight, *bias, padding, **options):
    """Call `function`; what would be a negative padding becomes zeros around the output."""
    kept = tuple(tuple(max(0, side) for side in axis) for axis in padding)
    added = [tuple(max(0, -side) for side in axis) for axis in padding]
    return np.pad(function(x, weight, *bias, padding=kept, **options), ((0, 0), (0, 0), *added))
