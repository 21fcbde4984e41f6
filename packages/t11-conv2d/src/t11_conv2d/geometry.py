"""Where a kernel looks: sizes, padding, windows and receptive fields."""

import numpy as np


def pair(value, name, *, at_least=1):
    """Return `value`, a whole number or two of them, as (height, width).

    ValueError naming the argument `name` unless both are whole numbers from `at_least`.
    """
    both = (value, value) if is_whole(value) else value
    if (
        not isinstance(both, tuple | list)
        or len(both) != 2
        or not all(is_whole(one) and one >= at_least for one in both)
    ):
        raise ValueError(
            f"{name} must be a whole number from {at_least} or a pair of them, got {value!r}"
        )
    return int(both[0]), int(both[1])


def is_whole(value):
    """Say whether value is a whole number, Python's or NumPy's; True and False are none."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def output_size(size, kernel, *, stride=1, padding=(0, 0), dilation=1):  # exercise
    """Return how many places a kernel has along one axis of `size` pixels.

    Its `kernel` taps lie `dilation` pixels apart, it moves by `stride`, and padding = (before,
    after) pixels are added at the ends. A last step that doesn't fit is left out. Raises
    ValueError with both sizes when the dilated kernel is longer than the padded axis.
    """
    span = dilation * (kernel - 1) + 1
    padded = size + sum(padding)
    if span > padded:
        raise ValueError(
            f"the kernel spans {span} pixels (kernel {kernel}, dilation {dilation}), "
            f"the padded input has only {padded} (size {size}, padding {tuple(padding)})"
        )
    return (padded - span) // stride + 1


def resolve_padding(padding, kernel_size, *, stride=(1, 1), dilation=(1, 1)):  # exercise
    """Return the padding as ((top, bottom), (left, right)).

    It may be a number for all sides, a pair (vertical, horizontal), ((top, bottom), (left, right)),
    "valid" for none, or "same" for an output of the input's size. "same" adds dilation * (kernel -
    1) to an axis, the smaller half before, and needs stride 1 (ValueError), as in PyTorch. `pair`
    reads numbers and refuses what else is given.
    """
    if isinstance(padding, str):
        return _named_padding(padding, kernel_size, stride, dilation)
    if isinstance(padding, tuple | list) and len(padding) == 2 and not any(map(is_whole, padding)):
        (top, bottom), (left, right) = (pair(side, "padding", at_least=0) for side in padding)
        return (top, bottom), (left, right)
    vertical, horizontal = pair(padding, "padding", at_least=0)
    return (vertical, vertical), (horizontal, horizontal)


def _named_padding(padding, kernel_size, stride, dilation):
    if padding not in ("valid", "same"):
        raise ValueError(f"padding must be numbers, 'valid' or 'same', got {padding!r}")
    if padding == "valid":
        return (0, 0), (0, 0)
    if pair(stride, "stride") != (1, 1):
        raise ValueError(f"padding='same' needs stride 1, got stride {stride}")
    kernels, steps = pair(kernel_size, "kernel_size"), pair(dilation, "dilation")
    totals = [step * (kernel - 1) for kernel, step in zip(kernels, steps, strict=True)]
    top, left = (total // 2 for total in totals)
    return (top, totals[0] - top), (left, totals[1] - left)


def windows(out_size, kernel_size, *, stride=(1, 1), dilation=(1, 1)):  # exercise
    """Return [(i, j, rows, columns)]: which pixels each of the out_size = (OH, OW) outputs sees.

    `padded[..., rows, columns]` is the window (..., KH, KW) of the output at row i and column j;
    rows and columns are slices. The other arguments are pairs. Ordered by i, then by j.
    """
    (kernel_h, kernel_w), (stride_h, stride_w), (dilation_h, dilation_w) = (
        kernel_size,
        stride,
        dilation,
    )
    span_h = dilation_h * (kernel_h - 1) + 1
    span_w = dilation_w * (kernel_w - 1) + 1
    return [
        (
            i,
            j,
            slice(i * stride_h, i * stride_h + span_h, dilation_h),
            slice(j * stride_w, j * stride_w + span_w, dilation_w),
        )
        for i in range(out_size[0])
        for j in range(out_size[1])
    ]


def receptive_field(layers):  # exercise
    """Return how many input pixels, along one axis, one output of a stack of layers depends on.

    `layers` holds (kernel, stride, dilation) from the first layer to the last, for convolutions
    and pooling alike; (kernel,) and (kernel, stride) leave the others at 1. No layer: 1.
    """
    size, step = 1, 1  # step: input pixels between neighbours of the layer's input
    for layer in layers:
        kernel, stride, dilation = (*layer, 1, 1)[:3]
        size += dilation * (kernel - 1) * step
        step *= stride
    return size


def require_conv(x, weight, bias, groups=1):
    """Raise ValueError or TypeError unless x, weight and bias fit together for a convolution.

    x is (N, C, H, W), weight (O, C / groups, KH, KW), bias (O,) or None; all of one floating dtype.
    """
    for name, array in (("x", x), ("weight", weight)):
        if array.ndim != 4:
            raise ValueError(f"convolution: {name} must have 4 axes, got shape {array.shape}")
        if array.dtype.kind != "f":
            raise TypeError(f"convolution: {name} must hold floats, got {array.dtype}")
    if min(weight.shape[2:]) < 1:
        raise ValueError(f"convolution: weight has an empty kernel, shape {weight.shape}")
    for name, array in (("weight", weight), ("bias", bias)):
        if array is not None and array.dtype != x.dtype:
            raise TypeError(f"convolution: {name} is {array.dtype}, x is {x.dtype}")
    if not is_whole(groups) or groups < 1 or x.shape[1] % groups or weight.shape[0] % groups:
        raise ValueError(
            f"convolution: groups must divide the {x.shape[1]} input and {weight.shape[0]} output "
            f"channels, got {groups!r}"
        )
    if weight.shape[1] * groups != x.shape[1]:
        raise ValueError(
            f"convolution: weight of shape {weight.shape} with groups={groups} needs "
            f"{weight.shape[1] * groups} input channels, x of shape {x.shape} has {x.shape[1]}"
        )
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"convolution: bias must be {weight.shape[:1]}, got shape {bias.shape}")
