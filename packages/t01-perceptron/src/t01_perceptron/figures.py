"""Pictures of a neuron at work: boundaries that turn, mistakes that end, and some that never do."""

import numpy as np

from t01_perceptron.data import load_iris, make_separable, xor_table
from t01_perceptron.logistic import logistic
from t01_perceptron.novikoff import novikoff_bound
from t01_perceptron.perceptron import (
    AveragedPerceptron,
    Perceptron,
    PocketPerceptron,
    fold_labels,
    one_pass,
)

YES, NO, LINE, WRONG = "#d95f02", "#4575b4", "#222222", "#e7298a"


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    return {
        "one-mistake-at-a-time": one_mistake_at_a_time(),
        "xor-never-settles": xor_never_settles(),
        "margin-and-bound": margin_and_bound(rng),
        "last-average-pocket": last_average_pocket(rng),
        "from-step-to-slope": from_step_to_slope(),
    }


def _figure(columns, rows=1, width=3.3, height=3.3):
    """Return an empty figure and its axes; matplotlib is needed from here on only."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(
            'the pictures need matplotlib: pip install "t01-perceptron[plot]"'
        ) from error
    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False)


def _points(axes, X, y, size=18):
    for label, colour, marker in ((1, YES, "o"), (-1, NO, "s")):
        axes.scatter(*X[y == label].T, s=size, c=colour, marker=marker, linewidths=0, alpha=0.8)


def _boundary(axes, w, b, **style):
    """Draw the line w . x + b = 0 across the axes as they are limited now."""
    foot = -b * w / (w @ w)
    along = np.array([-w[1], w[0]]) / np.hypot(*w)
    reach = 2 * sum(abs(np.subtract(*limits)) for limits in (axes.get_xlim(), axes.get_ylim()))
    axes.plot(*np.transpose([foot - reach * along, foot + reach * along]), **style)


def _corrections(X, y):
    """Walk to the clean epoch; return (row, v after it) for every mistake on the way."""
    Z, steps = fold_labels(X, y), []
    v, clean = np.zeros(Z.shape[1]), False
    while not clean:
        clean = True
        for i in range(len(Z)):
            v, wrong = one_pass(Z[i : i + 1], v)
            if len(wrong):
                steps.append((i, v))
                clean = False
    return steps


def one_mistake_at_a_time():
    """Show how each mistaken flower turns the boundary, until none is mistaken."""
    iris = load_iris()
    X, y = iris.X[:100, :2], np.where(iris.y[:100] == 0, 1.0, -1.0)
    order = np.random.default_rng(5).permutation(100)  # an order with six mistakes
    X, y = (X - X.mean(axis=0))[order], y[order]
    figure, axes = _figure(3, 2, height=2.9)
    for number, (axis, (row, v)) in enumerate(
        zip(axes.flat, _corrections(X, y), strict=True), start=1
    ):
        _panel(axis, X, y, v)
        axis.scatter(*X[row], s=150, facecolors="none", edgecolors=WRONG, linewidths=2)
        wrong = np.count_nonzero(fold_labels(X, y) @ v <= 0)
        axis.set_title(f"after mistake {number}: {wrong} of {len(y)} wrong", fontsize=10)
    for axis in axes[-1]:
        axis.set_xlabel("sepal length - mean (cm)")
    for axis in axes[:, 0]:
        axis.set_ylabel("sepal width - mean (cm)")
    figure.suptitle(
        "Each mistaken flower (ring) turns the boundary: setosa (dots) against versicolor"
    )
    return figure


def _panel(axis, X, y, v):
    """Draw points, boundary, the weights as an arrow, and the side that is called +1."""
    low, high = X.min(axis=0) - 0.4, X.max(axis=0) + 0.4
    axis.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    grid = np.stack(np.meshgrid(*(np.linspace(a, b, 200) for a, b in zip(low, high, strict=True))))
    side = np.tensordot(v[:2], grid, axes=1) + v[2] > 0
    axis.contourf(*grid, side, levels=[-0.5, 0.5, 1.5], colors=[NO, YES], alpha=0.12)
    _points(axis, X, y)
    _boundary(axis, v[:2], v[2], color=LINE, linewidth=1.5)
    tip = 0.9 * v[:2] / np.hypot(*v[:2])
    start = -v[2] * v[:2] / (v[:2] @ v[:2])
    axis.annotate("", start + tip, start, arrowprops={"arrowstyle": "-|>", "color": LINE})


def xor_never_settles():
    """Put the mistakes per epoch on separable flowers beside those on XOR."""
    X, y = xor_table()
    figure, axes = _figure(3)
    plane, flowers, never = axes[0]
    plane.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal", xticks=(0, 1), yticks=(0, 1))
    _points(plane, X, y, size=120)
    for w, b in (((1, 1), -0.5), ((1, 1), -1.5), ((1, -1), 0.0), ((0.1, 1), -0.55)):
        _boundary(plane, np.array(w, dtype=float), b, color=LINE, linewidth=1, alpha=0.5)
    plane.set_title("XOR: any line leaves\none corner wrong at least", fontsize=10)
    iris = load_iris()
    rows, labels = iris.X, np.where(iris.y == 0, 1, -1)
    for axis, (A, b), title in (
        (flowers, (rows, labels), "setosa or not (150 rows):\nthe fourth epoch is clean"),
        (never, (X, y), "XOR (4 rows): back at zero weights\nafter every epoch, for ever"),
    ):
        mistakes = Perceptron(max_epochs=30).fit(A, b).mistakes
        axis.bar(range(1, len(mistakes) + 1), mistakes, color=LINE, width=0.7)
        axis.set(xlim=(0, 31), ylim=(0, 5), xlabel="epoch", ylabel="mistakes")
        axis.set_title(title, fontsize=10)
    return figure


def margin_and_bound(rng):
    """Show what R and gamma are, and mistakes of 150 random tables below their bounds."""
    figure, axes = _figure(2, width=4.6, height=4.2)
    _radius_and_margin(axes[0, 0], np.random.default_rng(5))
    bounds, mistakes = [], []
    for gap in np.geomspace(0.01, 1.0, 150):
        X, y, w, b = make_separable(100, 2, margin=gap, rng=rng)
        bounds.append(novikoff_bound(X, y, w, b))
        mistakes.append(sum(Perceptron(max_epochs=10**5).fit(X, y, rng=rng).mistakes))
    axis = axes[0, 1]
    axis.scatter(bounds, mistakes, s=14, color=NO, label="one table of 100 rows")
    ends = np.array([min(bounds), max(bounds)])
    axis.plot(ends, ends, color=LINE, label="the bound: no point can lie above")
    axis.set(xscale="log", yscale="log", xlabel="(R / gamma)²", ylabel="mistakes until clean")
    axis.set_title("The proof allows many more mistakes than are made", fontsize=10)
    axis.legend(fontsize=8, loc="upper left")
    return figure


def _radius_and_margin(axis, rng):
    """Draw separable points with R, the longest row, and gamma, the distance of the closest."""
    w = np.array([0.6, 0.8])
    X = rng.standard_normal((40, 2))
    X += (0.45 * np.sign(X @ w))[:, None] * w
    y = np.sign(X @ w)
    gamma = (y * (X @ w)).min()
    far, near = np.argmax(np.hypot(*X.T)), np.argmin(y * (X @ w))
    radius = np.hypot(*X[far])
    limit = 1.1 * radius
    axis.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
    turn = np.linspace(0, 2 * np.pi, 200)
    axis.plot(radius * np.cos(turn), radius * np.sin(turn), ":", color=LINE, linewidth=1)
    _points(axis, X, y)
    _boundary(axis, w, 0.0, color=LINE)
    for side in (-gamma, gamma):
        _boundary(axis, w, side, color=LINE, linestyle="--", linewidth=0.8)
    foot = X[near] - (X[near] @ w) * w
    for tip, base, name, shift in (
        (X[far], np.zeros(2), "R", (5, 5)),
        (X[near], foot, "gamma", (-50, 0)),
    ):
        axis.plot(*np.transpose([base, tip]), color=WRONG, linewidth=2)
        axis.annotate(
            name, tip, shift, textcoords="offset points", color=WRONG, fontsize=11, weight="bold"
        )
    axis.set_title(
        "R: the longest row. gamma: the closest to the line\n(bias left out)", fontsize=10
    )


def last_average_pocket(rng):
    """Compare the three answers epoch by epoch on two species that no plane separates."""
    iris = load_iris()
    X, y = iris.X[50:], np.where(iris.y[50:] == 2, 1, -1)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    seed = int(rng.integers(2**32))
    figure, axes = _figure(1, width=7.5, height=3.6)
    axis = axes[0, 0]
    epochs = range(1, 41)
    for variant, colour, name in (
        (Perceptron, NO, "last weights"),
        (AveragedPerceptron, YES, "average of all visits"),
        (PocketPerceptron, LINE, "pocket: best so far"),
    ):
        wrong = [_wrong_after(variant, n, X, y, seed) for n in epochs]
        axis.step(epochs, wrong, where="mid", color=colour, label=name, linewidth=1.6)
    axis.set(xlabel="epochs trained", ylabel="flowers wrong, of 100", ylim=(0, None), xlim=(1, 40))
    axis.set_title(
        "Versicolor or virginica: the last weights jump, the variants stay calm", fontsize=10
    )
    axis.legend(fontsize=9)
    return figure


def _wrong_after(variant, epochs, X, y, seed):
    neuron = variant(max_epochs=epochs).fit(X, y, rng=np.random.default_rng(seed))
    return np.count_nonzero(neuron.predict(X) != y)


def from_step_to_slope():
    """Show how hard a row pulls at the weights: all or nothing, or by degrees."""
    figure, axes = _figure(1, width=6, height=3.4)
    axis = axes[0, 0]
    s = np.linspace(-6, 6, 601)
    axis.plot(
        s, logistic(-s), color=YES, linewidth=2, label="logistic neuron: logistic(-y * score)"
    )
    axis.plot(s, np.where(s <= 0, 1.0, np.nan), color=NO, linewidth=2, label="perceptron: 1 or 0")
    axis.plot(s, np.where(s > 0, 0.0, np.nan), color=NO, linewidth=2)
    axis.axvline(0, color=LINE, linewidth=0.6)
    axis.set(
        xlabel="y * score   (left: wrong, right: right)",
        ylabel="pull of the row",
        ylim=(-0.05, 1.1),
    )
    axis.set_title("The bridge: a step becomes a slope, and a slope can be followed", fontsize=10)
    axis.legend(fontsize=9)
    return figure
