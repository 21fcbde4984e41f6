"""Pictures: which cells a view reads, where a reshape would jump, what a walk fetches."""

import numpy as np

from t04_tensors.array import StridedArray
from t04_tensors.cache import cache_misses
from t04_tensors.einstein import einsum
from t04_tensors.layout import flat_offsets
from t04_tensors.windows import sliding_windows

# Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008); one per axis.
_COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_GREY = "#e4e4e4"


def figures(rng):
    """Return the topic's pictures by name; nothing in them is random."""
    return {"views": _views(), "reshape": _reshape(), "traversal": _traversal()}


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'matplotlib is missing: pip install "t04-tensors[plot]"'
        raise ImportError(message) from error
    return Figure(figsize=(width, height), layout="constrained")


def _cells(view):
    return flat_offsets(view.shape, view.strides, view.offset).tolist()


def _views():
    a = StridedArray(np.arange(24), (4, 6))
    views = {
        "a": a,
        "a.T": a.T,
        "a[1:3, ::2]": a[1:3, ::2],
        "a[::-1, 4]": a[::-1, 4],
        "a[1].broadcast_to((3, 6))": a[1].broadcast_to((3, 6)),
        "a.reshape(3, 8)": a.reshape(3, 8),
        'einsum("ii->i", a[:, 1:5])': einsum("ii->i", a[:, 1:5]),
        "sliding_windows(a[2], 3)": sliding_windows(a[2], 3),
    }
    figure = _figure(12, 1.25 * len(views))
    for axes, (name, view) in zip(figure.subplots(len(views)), views.items(), strict=True):
        _strip(axes, name, view)
    figure.suptitle("One buffer of 24 cells, a = 4 rows of 6: numbers give the order of reading")
    return figure


def _strip(axes, name, view):
    """Draw the buffer, the order in which the view reads it, and one step along each axis."""
    cells = _cells(view)
    for cell in range(len(view.buffer)):
        places = [place for place, read in enumerate(cells) if read == cell]
        shade = 0.92 - 0.5 * places[0] / len(cells) if places else 1
        colour = (shade, shade, 1) if places else "white"
        box = {"facecolor": colour, "edgecolor": "#888888", "linewidth": 0.6}
        axes.bar(cell, 1, width=1, bottom=-0.5, **box)
        label = ", ".join(map(str, places)) if len(places) < 3 else f"{places[0]}\nto {places[-1]}"
        axes.text(cell, 0, label, ha="center", va="center", fontsize=8)
    for axis, (size, stride) in enumerate(zip(view.shape, view.strides, strict=True)):
        if size > 1:
            _step(axes, axis, view.offset, stride)
    layout = f"shape {view.shape}  strides {view.strides}  offset {view.offset}"
    axes.set_title(f"{name}     {layout}", loc="left", fontsize=10, pad=2)
    axes.set(xlim=(-0.8, 24), ylim=(-0.55, 1.75))
    axes.axis("off")


def _step(axes, axis, start, stride):
    """Draw the arrow from the first element to its neighbour along `axis`."""
    colour, height = _COLOURS[axis], 0.75 + 0.5 * axis
    axes.plot([start, start], [0.5, height], color=colour, linewidth=1)
    if stride:
        arrow = {"arrowstyle": "->", "color": colour, "linewidth": 1.4}
        axes.annotate("", (start + stride, height), (start, height), arrowprops=arrow)
    right = start + max(stride, 0) + 0.2
    text = f"axis {axis}: {stride:+d}" if stride else f"axis {axis}: 0, stays"
    axes.text(right, height, text, color=colour, va="center", fontsize=8)


def _reshape():
    a = StridedArray(np.arange(24), (4, 6))
    views = {
        "a": a,
        "a.T": a.T,
        "a[:, 1:5]": a[:, 1:5],
        "a[:, 1::2]": a[:, 1::2],
        "a[::-1, ::-1]": a[::-1, ::-1],
        "a[::2]": a[::2],
    }
    figure = _figure(11, 6.4)
    for axes, (name, view) in zip(figure.subplots(2, 3).flat, views.items(), strict=True):
        _walk(axes, name, view)
    title = "Read from the circle on: equal steps (blue) make a view, a jump (orange) a copy"
    figure.suptitle(title)
    return figure


def _walk(axes, name, view):
    """Draw the order of reading in the 4x6 buffer, with the steps that differ from the first."""
    cells = _cells(view)
    rows, columns = np.divmod(cells, 6)
    axes.plot(*np.divmod(np.arange(24), 6)[::-1], "s", color=_GREY, markersize=15)
    first = cells[1] - cells[0]
    for k in range(len(cells) - 1):
        step = cells[k + 1] - cells[k]
        ends = columns[k : k + 2], rows[k : k + 2]
        style = (
            {"color": _COLOURS[1], "lw": 2} if step == first else {"color": _COLOURS[0], "lw": 1}
        )
        axes.plot(*ends, **style, alpha=0.9)
    axes.plot(columns, rows, "o", color="black", markersize=4)
    axes.plot(columns[0], rows[0], "o", color="white", markeredgecolor="black", markersize=9)
    shares = view.reshape(-1).buffer is view.buffer
    steps = list(dict.fromkeys(np.diff(cells).tolist()))
    verdict = f"view, stride {first}" if shares else f"copy: steps {steps}"
    axes.set_title(f"{name}  strides {view.strides}\nreshape(-1): {verdict}", fontsize=10)
    axes.set(xlim=(-0.6, 5.6), ylim=(3.6, -0.6), aspect="equal")
    axes.axis("off")


def _traversal():
    figure = _figure(11, 4.4)
    left, right = figure.subplots(1, 2)
    strides = [*range(1, 33)]
    buffer = StridedArray(np.arange(2**16))
    by_stride = [cache_misses(buffer[::stride].elements()) * stride / 2**16 for stride in strides]
    left.plot(strides, by_stride, "o-", color=_COLOURS[1], markersize=4)
    left.axvline(16, color="#888888", linewidth=0.8)
    left.text(16.4, 0.1, "a line holds 16 numbers:\nbeyond, each needs its own", fontsize=9)
    left.set(xlabel="stride", ylabel="lines fetched per element", title="a vector, by stride")
    heights = [64, 128, 256, 384, 448, 512, 544, 640, 768, 1024]
    walks = {"row-major": lambda a: a, "column-major": lambda a: a.T}
    for (name, turn), colour in zip(walks.items(), _COLOURS[1::-1], strict=True):
        costs = [_cost(turn, rows) for rows in heights]
        width = 4 if name == "row-major" else 1.5  # where both are equal, both are seen
        right.plot(heights, costs, "o-", color=colour, label=name, markersize=4, linewidth=width)
    right.axvline(512, color="#888888", linewidth=0.8)
    right.text(500, 0.45, "the cache\nholds 512 lines", ha="right", fontsize=9)
    right.set(xlabel="rows of 64 columns", title="a row-major matrix, read in two orders")
    right.legend(loc="upper left")
    for axes in (left, right):
        axes.set_ylim(0, 1.08)
    figure.suptitle(
        "64-byte lines, float32, a cache of 32 KB that drops what is unused for longest"
    )
    return figure


def _cost(turn, rows):
    matrix = StridedArray(np.arange(rows * 64), (rows, 64))
    return cache_misses(turn(matrix).elements()) / matrix.size
