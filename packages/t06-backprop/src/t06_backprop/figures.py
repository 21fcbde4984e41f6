"""Pictures: gradients over depth, one backward pass as heat maps, and a sum taken for a mean."""

import math
from itertools import pairwise

import numpy as np
from t05_mlp.init import kaiming_normal_, xavier_normal_

from t06_backprop.diagnostics import gradient_flow
from t06_backprop.layers import LinearLayer, ReLULayer, SigmoidLayer, TanhLayer
from t06_backprop.loss import SoftmaxCrossEntropyLayer
from t06_backprop.network import ManualMLP

# Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
_COLOURS = ("#000000", "#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00")


def figures(rng):
    """Return the topic's pictures by name."""
    return {
        "gradient_flow": _gradient_flow(rng),
        "one_backward_pass": _one_backward_pass(rng),
        "sum_or_mean": _sum_or_mean(rng),
    }


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'matplotlib is missing: pip install "t06-backprop[plot]"'
        raise ImportError(message) from error
    return Figure(figsize=(width, height), layout="constrained")


def _doubled(array, *, rng):
    kaiming_normal_(array, rng=rng)
    array *= 2


def _small(array, *, rng):
    array[...] = rng.normal(0, 0.5 / math.sqrt(array.shape[1]), array.shape)


_RECIPES = {
    "ReLU, Kaiming": (ReLULayer, kaiming_normal_),
    "tanh, Xavier": (TanhLayer, xavier_normal_),
    "ReLU, Xavier": (ReLULayer, xavier_normal_),
    "ReLU, Kaiming doubled": (ReLULayer, _doubled),
    "tanh, half of Xavier": (TanhLayer, _small),
    "sigmoid, Xavier": (SigmoidLayer, xavier_normal_),
}


def _gradient_flow(rng, layers=30, width=64, n=64):
    """Draw the norms at outputs and at weights for several activations and initial weights."""
    x, labels = rng.normal(size=(n, width)), rng.integers(0, width, n)
    figure = _figure(11, 5.2)
    left, right = figure.subplots(1, 2, sharex=True)
    for (name, (activation, init)), colour in zip(_RECIPES.items(), _COLOURS, strict=True):
        options = {"activation": activation, "init": init, "rng": rng, "dtype": np.float64}
        model = ManualMLP([width] * (layers + 1), **options)
        flow = gradient_flow(model, x, labels)
        place = np.arange(1, layers + 1)
        label = f"{name}: {flow.verdict}, x {flow.growth:.2g} a layer"
        left.semilogy(place, flow.norms, ".-", color=colour, label=label)
        right.semilogy(place, flow.weight_norms, ".-", color=colour)
    left.set(xlabel="layer (the gradient travels to the left)", ylabel="norm of the gradient")
    left.set(ylim=(1e-21, 1e11))
    left.set_title("at the outputs of each layer: the verdict")
    right.set(xlabel="layer", ylim=left.get_ylim())
    right.set_title("at its weights: flat for ReLU, whatever the left side does")
    figure.legend(loc="outside lower center", ncols=3, fontsize=9)
    return figure


def _one_backward_pass(rng, n=12):
    """Draw what goes forward, and below it the gradient that comes back to the same place."""
    sizes = (6, 10, 8, 4)
    labels = np.sort(rng.integers(0, sizes[-1], n))
    x = rng.normal(size=(n, sizes[0])) + 2 * np.eye(sizes[-1], sizes[0])[labels]
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [LinearLayer(n_in, n_out, rng=rng, dtype=np.float64), ReLULayer()]
    del layers[-1]
    loss = SoftmaxCrossEntropyLayer()
    values = [x]
    for layer in layers:
        values.append(layer.forward(values[-1]))
    loss.forward(values[-1], labels)
    gradients = [loss.backward()]
    for layer in reversed(layers):
        gradients.insert(0, layer.backward(gradients[0]))
    names = ["x", "z1 = linear(x)", "h1 = relu(z1)", "z2 = linear(h1)", "h2 = relu(z2)", "logits"]
    return _heat_maps(names, values, gradients, labels)


def _heat_maps(names, values, gradients, labels):
    figure = _figure(13.5, 6.4)
    figure.get_layout_engine().set(wspace=0.07)
    widths = [value.shape[1] for value in values]
    axes = figure.subplots(2, len(names), width_ratios=widths)
    rows = ((values, "value", "#0072B2"), (gradients, "gradient of the loss", "#D55E00"))
    for row, (arrays, what, colour) in zip(axes, rows, strict=True):
        limit = max(np.abs(array).max() for array in arrays)
        for axis, name, array in zip(row, names, arrays, strict=True):
            picture = axis.imshow(array, cmap="RdBu_r", vmin=-limit, vmax=limit, aspect="auto")
            axis.set(xticks=[], yticks=[])
            axis.set_title(name if arrays is values else f"g of {name.split(' ')[0]}", fontsize=10)
        figure.colorbar(picture, ax=row[-1], label=what)
        for one, two in pairwise(row):
            _arrow(figure, *((one, two) if arrays is values else (two, one)), colour)
    axes[0, 0].set(ylabel="forward\nrows: samples, by class", yticks=range(len(labels)))
    axes[0, 0].set_yticklabels(labels, fontsize=7)
    axes[1, 0].set_ylabel("backward")
    figure.suptitle(
        "One pass, a row per sample: where h is 0 (white), g of z is 0 too;"
        " g of the logits is negative (blue) at the label alone"
    )
    return figure


def _arrow(figure, start, end, colour):
    """Draw an arrow across the gap between two neighbours."""
    from matplotlib.patches import ConnectionPatch

    forward = start.get_subplotspec().colspan.start < end.get_subplotspec().colspan.start
    ends = ((1, 0.5), (0, 0.5)) if forward else ((0, 0.5), (1, 0.5))
    arrow = ConnectionPatch(
        *ends,
        "axes fraction",
        "axes fraction",
        axesA=start,
        axesB=end,
        arrowstyle="simple,head_width=0.8,head_length=0.6",
        shrinkA=1,
        shrinkB=1,
        color=colour,
        zorder=5,
    )
    figure.add_artist(arrow)


def _spirals(n, rng):
    """Return n points on three arms that wind around each other, and their arms."""
    labels = rng.integers(0, 3, n)
    radius = rng.uniform(0.2, 2, n)
    angle = 2 * radius + 2 * np.pi / 3 * labels + rng.normal(0, 0.15, n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1), labels


def _sum_or_mean(rng, steps=300, lr=0.05):
    """Train on batches of several sizes at one rate, by the mean's gradient and by the sum's."""
    points, labels = _spirals(2048, rng)
    figure = _figure(10, 4.2)
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for panel, reduction in zip(panels, ("mean", "sum"), strict=True):
        for n, colour in zip((8, 32, 128, 512), _COLOURS[1:], strict=False):
            model = ManualMLP([2, 32, 32, 3], rng=np.random.default_rng(0), dtype=np.float64)
            model.loss = SoftmaxCrossEntropyLayer(reduction)
            curve = []
            for _ in range(steps):
                rows = rng.integers(0, len(points), n)
                loss = model.training_step(points[rows], labels[rows], lr=lr)
                curve.append(loss / (n if reduction == "sum" else 1))
            panel.semilogy(_smooth(curve), color=colour, label=f"batch {n}")
        panel.axhline(math.log(3), color="#888888", linewidth=0.8)
        panel.set(xlabel="step", title=f"gradient of the {reduction}, lr {lr}")
    panels[0].set(ylabel="mean loss per sample", ylim=(0.02, 30))
    panels[0].legend()
    panels[0].annotate("guessing: log 3", (steps * 0.1, math.log(3) * 1.12), fontsize=8)
    return figure


def _smooth(curve, span=10):
    return np.convolve(np.minimum(curve, 1e3), np.full(span, 1 / span), mode="valid")
