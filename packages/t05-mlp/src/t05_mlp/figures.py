"""Pictures: variances through fifty layers, what saturation looks like, and equal neurons."""

import numpy as np

from t05_mlp import init
from t05_mlp.containers import MLP
from t05_mlp.linear import linear
from t05_mlp.study import activation_variances, first_weights_while_training

# Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
_COLOURS = ("#000000", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00")


def figures(rng):
    """Return the topic's pictures by name."""
    return {
        "variance": _variance(rng),
        "histograms": _histograms(rng),
        "symmetry": _symmetry(rng),
    }


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError('matplotlib is missing: pip install "t05-mlp[plot]"') from error
    return Figure(figsize=(width, height), layout="constrained")


def _deviation(std):
    return lambda weight, *, rng: init.normal_(weight, std, rng=rng)


def _kaiming(weight, *, rng):
    return init.kaiming_normal_(weight, nonlinearity="relu", rng=rng)


def _xavier_for_tanh(weight, *, rng):
    return init.xavier_normal_(weight, init.calculate_gain("tanh"), rng=rng)


_INITS = {
    "deviation 0.01": _deviation(0.01),
    "PyTorch's Linear": lambda weight, *, rng: init.kaiming_uniform_(weight, 5**0.5, rng=rng),
    "Xavier": init.xavier_normal_,
    "Xavier, gain 5/3": _xavier_for_tanh,
    "Kaiming for relu": _kaiming,
    "deviation 0.2": _deviation(0.2),
}


def _relu(x):
    return np.maximum(x, 0.0)


def _linear(x):
    return x + 0.0


def _variance(rng):
    """Draw the variance after each of 50 layers of width 256."""
    x = rng.standard_normal((128, 256))
    figure = _figure(12, 4.6)
    panels = figure.subplots(1, 3, sharey=True)
    layers = np.arange(1, 51)
    for axes, activation in zip(panels, (_linear, np.tanh, _relu), strict=True):
        for (name, initialize), colour in zip(_INITS.items(), _COLOURS, strict=True):
            variances = activation_variances(x, initialize, activation, 50, rng=rng)
            axes.semilogy(layers, variances, color=colour, label=name, linewidth=1.6)
        axes.axhline(1, color="#999999", linewidth=0.8, zorder=0)
        axes.set(title=activation.__name__.strip("_"), xlabel="layer", ylim=(1e-16, 1e16))
    panels[0].set_ylabel("variance of the activations")
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=6, fontsize=9)
    figure.suptitle("50 layers of width 256: the first weights decide whether a signal arrives")
    return figure


def _histograms(rng):
    """Draw what tanh layers hold at three depths, for three deviations."""
    kinds = {
        "deviation 0.05: dies out": _deviation(0.05),
        "Xavier, gain 5/3: lives": _xavier_for_tanh,
        "deviation 0.3: saturates": _deviation(0.3),
    }
    figure = _figure(10, 6)
    grid = figure.subplots(3, 3, sharex=True, sharey=True)
    bins = np.linspace(-1, 1, 41)
    for row, (name, initialize), colour in zip(grid, kinds.items(), _COLOURS[1:], strict=False):
        x, weight = rng.standard_normal((128, 256)), np.empty((256, 256))
        panels = iter(row)
        for layer in range(1, 21):
            x = np.tanh(linear(x, initialize(weight, rng=rng)))
            if layer in (1, 5, 20):
                axes = next(panels)
                axes.hist(x.ravel(), bins, density=True, color=colour)
                axes.set_title(f"layer {layer}", fontsize=9)
        row[0].set_ylabel(name.replace(": ", ":\n"))
    grid[0, 0].set_ylim(0, 4)
    figure.suptitle("Activations of tanh layers: nothing left, a spread, or two walls at -1 and 1")
    return figure


def _symmetry(rng):
    """Draw the hidden weights of a network that learns exclusive or, from two starts."""
    x = np.array([[1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, 1.0]])
    y = np.array([[1.0], [0.0], [0.0], [1.0]])
    equal, different = (MLP([2, 4, 1], rng=rng, dtype=np.float64) for _ in range(2))
    for parameter in equal.parameters():
        init.constant_(parameter, 0.5)
    figure = _figure(10, 4.8)
    for axes, net, title in zip(
        figure.subplots(1, 2), (equal, different), ("all 0.5", "random"), strict=True
    ):
        paths = first_weights_while_training(net, x, y, lr=0.3, steps=600)  # (601, 4, 2)
        for neuron, colour in enumerate(_COLOURS[1:5]):
            width = 7 - 1.8 * neuron  # thick below thin: equal paths show as a ribbon
            axes.plot(*paths[:, neuron].T, color=colour, linewidth=width, alpha=0.8)
            axes.plot(*paths[0, neuron], "s", color=colour, markersize=width + 2)
            axes.plot(*paths[-1, neuron], "o", color=colour, markersize=width + 4)
        loss = ((net(x).data - y) ** 2).mean()
        axes.set(title=f"start: {title}, error at the end {loss:.3f}")
        axes.set(xlabel="weight of input 1", ylabel="weight of input 2")
        axes.set_aspect("equal", adjustable="datalim")
    figure.suptitle("Four hidden neurons learn exclusive or: equal neurons move as one for ever")
    return figure
