"""Pictures of what shortcuts do for a network of 56 layers."""

import numpy as np

from t14_resnet.study import DEPTH, NETWORKS, compare_networks, deep_network, train_on_stripes

COLOURS = {
    "plain": "tab:red",
    "residual": "tab:blue",
    "residual, last gamma 0": "tab:green",
}


def figures(rng, *, depth=DEPTH, steps=60):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    sizes = compare_networks(depth, rng=rng)
    seed = rng.integers(2**32)
    losses = {}
    for name, options in NETWORKS.items():
        generator = np.random.default_rng(seed)
        network = deep_network(depth, rng=generator, **options)
        losses[name] = train_on_stripes(network, steps, rng=generator)
    return {"shortcuts": shortcuts(depth, sizes, losses)}


def shortcuts(depth, sizes, losses):
    """Plot gradient sizes over the layers, and losses over the steps, {name: array} each."""
    figure, (left, right) = _empty_figure(10.5, 4.6)
    for name in ("plain", "residual"):
        left.semilogy(np.arange(1, len(sizes[name]) + 1), sizes[name], ".-", color=COLOURS[name])
        ratio = sizes[name][0] / sizes[name][-1]
        left.plot([], [], color=COLOURS[name], label=f"{name}: first / last = {ratio:,.0f}")
    left.set(xlabel="convolution, input side first", ylabel="norm(gradient) / norm(weight)")
    left.set_title(
        "Before the first step: each plain layer makes\nthe gradient larger on its way back",
        fontsize=10,
    )
    for name, curve in losses.items():
        right.plot(_smooth(curve), color=COLOURS[name], label=name)
    right.axhline(np.log(8), color="gray", linestyle=":", linewidth=1, label="guessing")
    right.set(xlabel="step", ylabel="cross-entropy, mean of the last 10 batches", ylim=(0, 2.6))
    right.set_title("Eight directions of stripes, one recipe:\nlearning follows", fontsize=10)
    for axes in (left, right):
        axes.legend(fontsize=9)
    figure.suptitle(f"{depth} layers with batch norm, with and without shortcuts")
    return figure


def _smooth(curve, width=10):
    sums = np.cumsum(np.concatenate([np.zeros(1), curve]))
    last = np.arange(1, len(curve) + 1)
    first = np.maximum(last - width, 0)
    return (sums[last] - sums[first]) / (last - first)


def _empty_figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t14-resnet[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(1, 2)
