"""Pictures of gradients: in a small graph, in a training run, in the function that was learned."""

import numpy as np

from t02_autograd.data import make_xor
from t02_autograd.graph import topological_order
from t02_autograd.milestone import fit_moons
from t02_autograd.nn import MLP
from t02_autograd.training import SGD, train
from t02_autograd.value import Value

POSITIVE, NEGATIVE = "tab:red", "tab:blue"


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    model, points, labels, losses = fit_moons(rng=rng, epochs=120)
    return {
        "graph": diamond_graph(),
        "training": training_curves(losses, rng),
        "moons": moons_boundary(model, points, labels),
    }


def diamond_graph():
    """Draw h = x * w, out = tanh(h) + h * x with data, gradients and the slope of every edge."""
    x, w = Value(0.5), Value(-1.5)
    h = x * w
    squashed, product = h.tanh(), h * x
    out = squashed + product
    out.backward()
    names = {x: "x", w: "w", h: "h", squashed: "s", product: "p", out: "out"}
    places = {x: (0, 0), w: (0, 2), h: (1, 1.5), squashed: (2, 2), product: (2, 0.5), out: (3, 1)}
    figure, axes = _empty_figure(9.5, 4.2)
    for node in topological_order(out):
        for child, slope in _slopes(node):
            _draw_edge(axes, places[child], places[node], slope)
        operation = f" = {node._op}" if node._op else ""
        axes.annotate(
            f"{names[node]}{operation}\ndata {node.data:.3f}\ngrad {node.grad:.3f}",
            places[node],
            ha="center",
            va="center",
            bbox={"boxstyle": "round,pad=0.5", "facecolor": "white"},
        )
    axes.set(xlim=(-0.4, 3.4), ylim=(-0.5, 2.5))
    axes.set_title(
        "The numbers on the arrows are local slopes. A gradient is the sum, over all arrows that\n"
        "leave a box, of the slope times the gradient where the arrow ends: h adds up two of them.",
        fontsize=10,
    )
    axes.axis("off")
    return figure


def training_curves(losses, rng):
    """Plot the loss on the moons, and XOR trained with and without clearing gradients."""
    figure, (left, right) = _empty_figure(10, 4, columns=2)
    left.semilogy(losses, color=POSITIVE)
    left.axhline(0.01, color="gray", linestyle=":")
    left.axvline(len(losses) * 3 // 4, color="gray", linewidth=0.8)
    left.annotate("lr 0.3", (len(losses) * 0.68, 0.5), ha="right")
    left.annotate("lr 0.075", (len(losses) * 0.77, 0.5))
    left.set(title="Two moons, MLP(2, [8, 8, 1])", xlabel="epoch", ylabel="mean squared error")
    seed = int(rng.integers(2**32))
    for optimizer, color in ((SGD, POSITIVE), (_NeverCleared, NEGATIVE)):
        model = MLP(2, [4, 4, 1], rng=np.random.default_rng(seed))
        curve = train(model, *make_xor(), optimizer(model.parameters(), lr=0.2), epochs=250)
        label = "zero_grad before each step" if optimizer is SGD else "gradients never cleared"
        right.semilogy(np.maximum(curve, 1e-8), color=color, label=label)
    right.set(title="XOR, the same weights at the start", xlabel="epoch")
    right.legend(loc="lower left")
    return figure


def moons_boundary(model, points, labels):
    """Shade the plane by the network's output and draw the line where it is 0."""
    side = np.linspace(-2.0, 2.0, 61)
    output = np.array([[model([x, y]).data for x in side.tolist()] for y in side.tolist()])
    figure, axes = _empty_figure(6.2, 5)
    shades = axes.contourf(
        side,
        side,
        np.clip(output, -1.5, 1.5),
        levels=np.linspace(-1.5, 1.5, 13),
        cmap="RdBu_r",
        alpha=0.5,
    )
    axes.contour(side, side, output, levels=[0.0], colors="black")
    for label, color, marker in ((1, POSITIVE, "o"), (-1, NEGATIVE, "s")):
        axes.scatter(*points[labels == label].T, c=color, marker=marker, edgecolors="white", s=36)
    figure.colorbar(shades, label="output of the network")
    axes.set_aspect("equal")
    axes.set_title(
        "Trained for +1 on the red moon and -1 on the blue one.\n"
        "Without hidden biases half a turn of the plane swaps the sides.",
        fontsize=10,
    )
    return figure


class _NeverCleared(SGD):
    def zero_grad(self):
        """Leave every gradient as it is: the mistake that the picture shows."""


def _slopes(node):
    """Measure the slope of node towards each child by pushing a gradient of 1 down."""
    found = []
    kept = [child.grad for child in node._children]
    for child in node._children:
        child.grad = 0.0
    node._backward(1.0)
    for child, grad in zip(node._children, kept, strict=True):
        found.append((child, child.grad))
        child.grad = grad
    return found


def _draw_edge(axes, start, end, slope):
    arrow = {"arrowstyle": "->", "color": "gray", "shrinkA": 38, "shrinkB": 38}
    axes.annotate("", end, start, arrowprops=arrow)
    middle = (np.array(start) + end) / 2
    axes.annotate(
        f"{slope:.3f}",
        middle,
        ha="center",
        va="center",
        color="tab:red",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )


def _empty_figure(width, height, columns=1):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t02-autograd[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(1, columns)
