"""The picture of this topic: normalisation with small batches."""

import numpy as np

from t16_normalization.study import NORMS, SIZES, new_sample_loss, output_noise

COLOURS = {"batch norm": "tab:red", "group norm": "tab:green", "layer norm": "tab:blue"}


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    noise = {name: output_noise(norm, rng=rng) for name, norm in NORMS.items()}
    seeds = rng.integers(2**32, size=5)
    losses = {
        name: np.array(
            [
                [new_sample_loss(norm, size, rng=np.random.default_rng(s)) for size in SIZES]
                for s in seeds
            ]
        )
        for name, norm in NORMS.items()
    }
    return {"batch_size": batch_size(noise, losses)}


def batch_size(noise, losses):
    """Plot the noise of one output, {name: (sizes,)}, and the losses, {name: (runs, sizes)}."""
    figure, (left, right) = _empty_figure(10, 4.6, columns=2)
    for name, values in noise.items():
        left.plot(SIZES, values, "o-", color=COLOURS[name], label=name)
    left.set(ylabel="deviation of one sample's output", ylim=(-0.02, None))
    left.set_title("Same sample, other batches: only batch norm gives\nother outputs", fontsize=10)
    for name, runs in losses.items():
        right.plot(SIZES, runs.T, color=COLOURS[name], alpha=0.25, linewidth=0.8)
        right.plot(SIZES, runs.mean(axis=0), "o-", color=COLOURS[name], linewidth=2.2, label=name)
    right.set(ylabel="cross-entropy of 469 new samples")
    right.set_title(
        "150 steps on 100 samples of t09's cells,\nmean of five runs in bold", fontsize=10
    )
    for axes in (left, right):
        axes.set_xscale("log", base=2)
        axes.set_xticks(SIZES, [str(size) for size in SIZES])
        axes.set_xlabel("samples of a batch")
    left.legend(fontsize=9)
    return figure


def _empty_figure(width, height, columns):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t16-normalization[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(1, columns)
