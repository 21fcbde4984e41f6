"""Pictures of what pooling keeps, and of where the gradient of a maximum goes."""

import numpy as np
from scratchcore import tensor
from t11_conv2d import photograph

from t13_pooling.average import avg_pool2d
from t13_pooling.maximum import max_pool2d


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    return {"kept": kept(), "gradients": gradients(rng)}


def kept():
    """Show a photograph pooled by maxima and by means, three sizes."""
    picture = np.asarray(photograph(), np.float64)[None, None]
    figure, grid = _empty_figure(10, 6.6, rows=2, columns=3)
    for column, size in enumerate((2, 4, 8)):
        for row, (name, pool) in enumerate((("maximum", max_pool2d), ("mean", avg_pool2d))):
            axes = grid[row, column]
            axes.imshow(pool(picture, size)[0, 0], cmap="gray", vmin=0, vmax=picture.max())
            axes.set_title(f"{name} of {size} x {size}", fontsize=10)
            axes.set_axis_off()
    figure.suptitle("A maximum keeps what is bright, however small; a mean keeps the light")
    return figure


def gradients(rng):
    """Show the gradient of ones through windows of 3 with stride 2, over the pictures' values."""
    x = rng.integers(0, 10, (1, 1, 9, 9)).astype(float)
    figure, grid = _empty_figure(9, 4.8, rows=1, columns=2)
    for axes, (name, pool) in zip(
        grid, (("max", max_pool2d), ("average", avg_pool2d)), strict=True
    ):
        leaf = tensor(x, requires_grad=True)
        out = pool(leaf, 3, 2)
        out.backward(np.ones(out.shape))
        image = axes.imshow(leaf.grad[0, 0], cmap="Blues", vmin=0)
        for (i, j), value in np.ndenumerate(x[0, 0]):
            axes.text(j, i, f"{value:.0f}", ha="center", va="center", fontsize=9, color="tab:red")
        axes.set_title(f"gradient of {name} pooling", fontsize=10)
        axes.set_axis_off()
        figure.colorbar(image, ax=axes, shrink=0.8)
    figure.suptitle("Windows of 3 x 3, stride 2: a pixel that wins several windows gets the sum")
    return figure


def _empty_figure(width, height, rows=1, columns=1):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t13-pooling[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns)
