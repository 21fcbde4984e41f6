"""Pictures: what kernels do to a photograph, and how far an output looks."""

import numpy as np
from scratchcore import tensor

from t11_conv2d.geometry import receptive_field
from t11_conv2d.naive import conv2d_naive
from t11_conv2d.pictures import SOBEL, blur, box_kernel, gaussian_kernel, photograph, sobel
from t11_conv2d.shifts import conv2d_by_shifts

# (kernel, stride, dilation) of each layer
STACKS = {
    "3 x 3": [(3, 1, 1)] * 6,
    "5 x 5": [(5, 1, 1)] * 6,
    "3 x 3, dilation 1, 2, 4, ...": [(3, 1, 2**n) for n in range(6)],
    "3 x 3, every second with stride 2": [(3, 1 + n % 2, 1) for n in range(6)],
}


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    picture = photograph()
    fields = {
        "one layer 3 x 3": influence([1]),
        "five layers 3 x 3:\nthe rim hardly counts": influence([1] * 5),
        "dilation 1, 2, 4": influence([1, 2, 4]),
        "dilation 2, 2, 2:\nholes": influence([2] * 3),
    }
    noisy = picture + np.float32(0.1) * rng.standard_normal(picture.shape, np.float32)
    return {
        "edges": edges(picture),
        "blur": smoothing(picture, noisy),
        "receptive_field": growth(STACKS, fields),
    }


def influence(dilations, size=25):
    """Return how the middle output depends on each pixel, (size, size), if all weights are equal.

    That is the gradient of this one output of a stack of 3 x 3 convolutions.
    """
    x = tensor(np.zeros((1, 1, size, size)), requires_grad=True)
    out, kernel = x, np.full((1, 1, 3, 3), 1 / 9)
    for dilation in dilations:
        out = conv2d_by_shifts(out, kernel, padding="same", dilation=dilation)
    out[0, 0, size // 2, size // 2].backward()
    return x.grad[0, 0]


def edges(picture):
    """Show the photograph, its two Sobel responses and the strength of its edges."""
    figure, grid = _empty_figure(11, 3.6, columns=4)
    right, down = conv2d_naive(picture[None, None], SOBEL / 8)[0]
    reach = np.abs([right, down]).max()
    both = {"cmap": "gray", "vmin": -reach, "vmax": reach}
    _show(grid[0], picture, "the photograph", cmap="gray", vmin=0, vmax=1)
    _show(grid[1], right, "Sobel to the right:\nwhite where it gets brighter", **both)
    _show(grid[2], down, "Sobel downwards", **both)
    _show(grid[3], sobel(picture), "strength of the edge\nin any direction", cmap="gray_r")
    figure.suptitle("Nine weights find edges. Where the middle pictures are gray, nothing changes.")
    return figure


def smoothing(picture, noisy):
    """Show a noisy photograph, its blurs, and what zero padding does to the border."""
    figure, grid = _empty_figure(11, 3.8, columns=4)
    gray = {"cmap": "gray", "vmin": 0, "vmax": 1}
    kernel = gaussian_kernel(7, 1.2)
    box = box_kernel(9)
    dark = conv2d_naive(picture[None, None], box[None, None], padding="same")[0, 0]
    _show(grid[0], noisy, "with noise", **gray)
    _show(grid[1], blur(noisy, kernel), "Gaussian 7 x 7, sigma 1.2:\nless noise, softer", **gray)
    _show(grid[2], blur(picture, box), "box 9 x 9, no noise", **gray)
    _show(grid[3], dark, "box 9 x 9 with zeros\ncounted as pixels: a dark rim", **gray)
    figure.suptitle("A mean of neighbours takes away what they don't have in common.")
    return figure


def growth(stacks, fields):
    """Plot receptive fields over the depth, and the influence of single pixels."""
    figure, grid = _empty_figure(14, 3.8, columns=1 + len(fields), first=1.7)
    for (name, layers), marker in zip(stacks.items(), "os^D", strict=True):
        sizes = [receptive_field(layers[:depth]) for depth in range(len(layers) + 1)]
        grid[0].plot(sizes, marker=marker, label=name)
    grid[0].set_yscale("log", base=2)
    grid[0].set(xlabel="layers", ylabel="receptive field (pixels)", ylim=(0.8, 400))
    grid[0].legend(fontsize=8, loc="upper left")
    for axes, (name, field) in zip(grid[1:], fields.items(), strict=True):
        _show(axes, np.sqrt(field), name, cmap="gray_r")
    figure.suptitle(
        "Depth adds to the receptive field; stride and growing dilation multiply it.\n"
        "The darker a pixel, the more of it reaches the output in the middle (square root)."
    )
    return figure


def _show(axes, picture, title, **options):
    axes.imshow(picture, interpolation="nearest", **options)
    axes.set_title(title, fontsize=10)
    axes.set_xticks([])
    axes.set_yticks([])


def _empty_figure(width, height, columns, first=1.0):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t11-conv2d[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(1, columns, width_ratios=[first] + [1] * (columns - 1))
