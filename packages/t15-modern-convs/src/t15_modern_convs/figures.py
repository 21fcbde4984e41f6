"""Pictures of what convolutions cost, and of the checkerboard that a transposed one can leave."""

import math

import numpy as np
from t11_conv2d import photograph
from t12_im2col import Conv2d

from t15_modern_convs.blocks import DepthwiseSeparableConv2d
from t15_modern_convs.counting import calls_of, count_flops, count_parameters
from t15_modern_convs.grouped import GroupedConv2d
from t15_modern_convs.transposed import conv_transpose2d

CHANNELS, SIZE = 64, 32


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    return {"cost": cost(costs(layers(rng))), "checkerboard": checkerboard(rng)}


def layers(rng):
    """Return 3x3 layers from CHANNELS to as many channels by name, the dearest first."""
    options = {"padding": 1, "bias": False, "rng": rng}
    return {
        "standard": Conv2d(CHANNELS, CHANNELS, 3, **options),
        "4 groups": GroupedConv2d(CHANNELS, CHANNELS, 3, groups=4, **options),
        "16 groups": GroupedConv2d(CHANNELS, CHANNELS, 3, groups=16, **options),
        "depthwise-separable": DepthwiseSeparableConv2d(CHANNELS, CHANNELS, 3, **options),
    }


def costs(layers):
    """Return {name: (parameters, operations, bytes read and written)} of layers, for a picture.

    Bytes are those of the float32 pictures that the convolutions take and make, at 32x32.
    """
    shape = (1, CHANNELS, SIZE, SIZE)
    return {
        name: (count_parameters(layer), count_flops(layer, shape), traffic(layer, shape))
        for name, layer in layers.items()
    }


def traffic(module, input_shape):
    """Return the bytes of all inputs and outputs of a module's convolutions, float32."""
    calls = [call for call in calls_of(module, input_shape) if isinstance(call[0], Conv2d)]
    return 4 * sum(math.prod(inputs) + math.prod(outputs) for _, inputs, outputs in calls)


def cost(found):
    """Plot parameters, operations and traffic of some layers, {name: the three}."""
    figure, grid = _empty_figure(11, 3.6, columns=3)
    titles = ("parameters", "million operations", "million bytes read and written")
    for axes, title, values in zip(grid, titles, zip(*found.values(), strict=True), strict=True):
        values = np.array(values) / (1e6 if "million" in title else 1)
        bars = axes.barh(list(found), values, color=["tab:gray", "tab:blue", "tab:cyan", "tab:red"])
        shares = [f"{_number(value)} ({value / values[0]:.0%})" for value in values]
        axes.bar_label(bars, shares, padding=3, fontsize=9)
        axes.set(title=title, xlim=(0, 1.45 * values.max()))
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        if axes is not grid[0]:
            axes.set_yticks([])
    figure.suptitle(
        f"A 3x3 layer from {CHANNELS} to {CHANNELS} channels on a picture of {SIZE}x{SIZE}: "
        "operations shrink to 1/64 + 1/9,\nwhat is read and written doesn't, and becomes what the "
        "time is spent on",
        fontsize=11,
    )
    return figure


def stamp_counts(size, kernel, stride):
    """Return how many stamps lie on each pixel of a transposed convolution of size x size ones."""
    ones = np.ones((1, 1, size, size))
    return conv_transpose2d(ones, np.ones((1, 1, kernel, kernel)), stride=stride)[0, 0]


def enlarged(picture, kernel, stride, rng):
    """Return a picture (H, W) enlarged by a random positive kernel that sums to stride**2."""
    weight = rng.uniform(0.2, 1.0, (1, 1, kernel, kernel))
    weight *= stride**2 / weight.sum()
    return conv_transpose2d(picture[None, None], weight, stride=stride)[0, 0]


def checkerboard(rng):
    """Plot stamps that overlap unevenly and evenly, and what that does to a photograph."""
    picture = photograph()[16:64, 24:72].astype(np.float64)
    figure, grid = _empty_figure(9, 8, rows=2, columns=2)
    for row, (kernel, stride) in zip(grid, ((3, 2), (4, 2)), strict=True):
        counts = stamp_counts(7, kernel, stride)
        row[0].imshow(counts, cmap="viridis", vmin=0, vmax=4)
        for (i, j), count in np.ndenumerate(counts):
            colour = "black" if count > 3 else "white"
            row[0].text(j, i, f"{count:.0f}", ha="center", va="center", color=colour, fontsize=7)
        inner = np.unique(counts[stride + 1 : -stride - 1, stride + 1 : -stride - 1]).astype(int)
        row[0].set_title(f"kernel {kernel}, stride {stride}: {_listed(inner)} stamps on a pixel")
        row[1].imshow(enlarged(picture, kernel, stride, rng), cmap="gray")
        row[1].set_title("a photograph enlarged by a random kernel")
    for axes in grid.flat:
        axes.set_axis_off()
    figure.suptitle(
        "Where the stride doesn't divide the kernel, pixels get different numbers of stamps:\n"
        "a checkerboard before anything is learned. Where it does, only the weights are uneven."
    )
    return figure


def _number(value):
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _listed(numbers):
    *first, last = map(str, numbers)
    return f"{', '.join(first)} or {last}" if first else last


def _empty_figure(width, height, rows=1, columns=1):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t15-modern-convs[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns)
