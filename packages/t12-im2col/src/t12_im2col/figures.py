"""Pictures: a photograph's windows as columns, overlaps, and what the columns cost."""

import numpy as np
from t11_conv2d import photograph

from t12_im2col.columns import col2im, im2col, im2col_bytes

KERNELS = (1, 3, 5, 7, 9, 11)
SHAPE = (64, 64, 56, 56)


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    return {"columns": columns(), "overlaps": overlaps(), "memory": memory()}


def columns(size=6, window=9):
    """Show a small picture and its columns, with one window marked in both."""
    figure, (left, right) = _empty_figure(9.5, 4.6, 2, [1, 1.6])
    picture = photograph()[28 : 28 + 4 * size : 4, 40 : 40 + 4 * size : 4]
    out_size = size - 2
    matrix = im2col(picture[None, None], 3)[0]  # (9, out_size ** 2)
    gray = {"cmap": "gray", "vmin": picture.min(), "vmax": picture.max()}
    left.imshow(picture, **gray)
    right.imshow(matrix, aspect="auto", **gray)
    row, column = divmod(window, out_size)
    _frame(left, column, row, 3, 3)
    _frame(right, window, 0, 1, 9)
    left.set_title(f"{size} x {size} pixels, a window of 3 x 3")
    right.set_title(f"9 taps down, {out_size**2} windows across:\neach pixel up to nine times")
    right.set(xlabel="window = output pixel", ylabel="tap of the kernel")
    left.set_xticks([])
    left.set_yticks([])
    figure.suptitle("One window is one column. A kernel is a row, the convolution their product.")
    return figure


def overlaps(size=12):
    """Show how many windows of 3 x 3 each pixel lies in, for three strides."""
    figure, grid = _empty_figure(9.5, 3.8, 3, [1, 1, 1])
    for axes, stride in zip(grid, (1, 2, 3), strict=True):
        picture = np.zeros((1, 1, size, size))
        ones = np.ones_like(im2col(picture, 3, stride=stride))
        count = col2im(ones, (size, size), 3, stride=stride)[0, 0]
        axes.imshow(count, cmap="Blues", vmin=0, vmax=12)
        for place, value in np.ndenumerate(count):
            axes.text(*place[::-1], f"{value:.0f}", ha="center", va="center", fontsize=8)
        axes.set_title(f"stride {stride}")
        axes.set_xticks([])
        axes.set_yticks([])
    figure.suptitle(
        "col2im of ones counts the windows that a pixel lies in. Whoever overwrites\n"
        "instead of adding loses all but one of them, and notices only where windows overlap."
    )
    return figure


def memory():
    """Plot the bytes of columns and of shifted rows over the size of the kernel."""
    figure, (axes,) = _empty_figure(7, 4.2, 1, [1])
    megabyte = 1e6
    whole = [im2col_bytes(SHAPE, k, padding=k // 2) / megabyte for k in KERNELS]
    shifted = [im2col_bytes(SHAPE, (1, k), padding=(0, k // 2)) / megabyte for k in KERNELS]
    axes.semilogy(KERNELS, whole, "o-", color="tab:red", label="im2col: KH * KW copies")
    axes.semilogy(KERNELS, shifted, "s-", color="tab:blue", label="shifted rows: KW copies")
    axes.axhline(shifted[0], color="gray", linestyle=":", label="the pictures themselves")
    axes.set(xlabel="kernel (height and width)", ylabel="megabytes", xticks=KERNELS)
    axes.legend()
    axes.set_title(f"{SHAPE[0]} pictures of {SHAPE[1]} channels, {SHAPE[2]} x {SHAPE[3]}, float32")
    return figure


def _frame(axes, x, y, width, height):
    x, y = x - 0.5, y - 0.5
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    axes.plot(*zip(*corners, strict=True), color="tab:red", linewidth=3)


def _empty_figure(width, height, columns, ratios):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t12-im2col[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(1, columns, width_ratios=ratios, squeeze=False)
    return figure, axes[0]
