"""Sizes of transposed convolutions: how far the stamps reach, and which size was meant.

Dumoulin and Visin (2016), "A guide to convolution arithmetic for deep learning", chapter 4.
"""

from t11_conv2d import pair, resolve_padding


def transposed_size(  # exercise
    size, kernel, *, stride=1, padding=(0, 0), output_padding=0, dilation=1
):
    """Return how many pixels a transposed convolution makes of `size`, along one axis.

    It undoes `output_size`: a convolution with the same options makes `size` of the result.
    Output_padding adds pixels at the end.
    """
    return (size - 1) * stride + dilation * (kernel - 1) + 1 - sum(padding) + output_padding


def output_padding_for(  # exercise
    wanted, size, kernel, *, stride=1, padding=(0, 0), dilation=1
):
    """Return the output_padding with which `size` becomes `wanted` pixels, along one axis.

    A convolution makes the same `size` of `stride` different inputs: the transposed one can't know
    which was meant. ValueError with `wanted` and the possible sizes if it is none of them.
    """
    smallest = transposed_size(size, kernel, stride=stride, padding=padding, dilation=dilation)
    if not smallest <= wanted < smallest + stride:
        raise ValueError(
            f"output size {wanted} is impossible: {size} pixels become {smallest} to "
            f"{smallest + stride - 1} (kernel {kernel}, stride {stride}, padding {padding})"
        )
    return wanted - smallest


def transposed_options(weight_shape, stride, padding, output_padding, dilation):
    """Return stride, ((top, bottom), (left, right)), output_padding and dilation as pairs.

    ValueError unless each output_padding is smaller than the axis' stride or dilation.
    """
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    sides = resolve_padding(padding, tuple(weight_shape[2:]), stride=stride, dilation=dilation)
    extra = pair(output_padding, "output_padding", at_least=0)
    for more, step, gap in zip(extra, stride, dilation, strict=True):
        if more >= max(step, gap):
            raise ValueError(
                f"output_padding must be smaller than stride or dilation, got {output_padding} "
                f"for stride {stride} and dilation {dilation}"
            )
    return stride, sides, extra, dilation


def transposed_frame(shape, weight_shape, stride, padding, output_padding, dilation):
    """Return (size, missing, options): what the convolution that is undone looks like.

    That convolution has the `options` and an input of size (H, W). Output_padding takes away from
    the padding at the end; where nothing is left of it, `missing` = (rows, columns) of zeros
    follow. Where no stamp reaches beyond the padding in front, a size is 0 or less and only
    `missing` makes an output; ValueError if that doesn't either.
    """
    stride, sides, extra, dilation = transposed_options(
        weight_shape, stride, padding, output_padding, dilation
    )
    missing = tuple(max(0, more - end) for more, (_, end) in zip(extra, sides, strict=True))
    sides = tuple(
        (start, max(0, end - more)) for more, (start, end) in zip(extra, sides, strict=True)
    )
    size = tuple(
        transposed_size(
            shape[axis + 2],
            weight_shape[axis + 2],
            stride=stride[axis],
            padding=sides[axis],
            dilation=dilation[axis],
        )
        for axis in range(2)
    )
    if min(a + b for a, b in zip(size, missing, strict=True)) < 1:
        raise ValueError(f"padding {padding} leaves nothing of the output for x of shape {shape}")
    return size, missing, {"stride": stride, "padding": sides, "dilation": dilation}
