"""Pictures of over-fitting, of its cures, and of the two kinds of weight decay."""

import numpy as np

from t09_regularization.study import RECIPES, train_on_cells, what_decay_leaves

TRAINING, NEW = "tab:blue", "tab:red"


def figures(rng):
    """Return the pictures of this topic by name; saving them is left to the caller."""
    seeds = rng.integers(2**32, size=3)
    runs = {
        name: [train_on_cells(**recipe, rng=np.random.default_rng(seed)) for seed in seeds]
        for name, recipe in RECIPES.items()
    }
    sizes = np.logspace(-3, 3, 13)
    return {
        "overfitting": overfitting(runs),
        "decay": decay(sizes, what_decay_leaves(sizes, rng=rng)),
    }


def overfitting(runs):
    """Plot the losses of several runs per recipe, their mean in bold, {name: [Curves]}."""
    figure, grid = _empty_figure(10, 7, rows=2, columns=2)
    for axes, (name, curves) in zip(grid.flat, runs.items(), strict=True):
        _plot_losses(axes, curves)
        last = np.mean([run.accuracy[-1] for run in curves])
        kept = np.mean([run.accuracy[run.kept] for run in curves])
        axes.set_title(
            f"{name}: right for {last:.1%} of new samples at the end,\n"
            f"{kept:.1%} where early stopping ends (dots)",
            fontsize=10,
        )
    grid[0, 0].legend(fontsize=9)
    figure.suptitle(
        "100 samples learned by heart: while the loss on them goes to 0, the network gets surer\n"
        "of its wrong answers for the other 469. Each cure keeps the two losses together."
    )
    return figure


def _plot_losses(axes, curves):
    for column, colour, label in (
        ("train_loss", TRAINING, "the 100 it learns from"),
        ("validation_loss", NEW, "the 469 it has not seen"),
    ):
        losses = np.array([getattr(run, column) for run in curves])  # (runs, epochs)
        axes.plot(losses.T, color=colour, alpha=0.3, linewidth=0.8)
        axes.plot(losses.mean(axis=0), color=colour, linewidth=2.2, label=label)
    for run in curves:
        axes.plot(run.kept, run.validation_loss[run.kept], "o", color="black", markersize=5)
    axes.axhline(np.log(2), color="gray", linestyle=":", linewidth=1, label="always answering 1/2")
    axes.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, 2.2))


def decay(sizes, left):
    """Plot what is left of the weights over the size of their gradients."""
    figure, axes = _empty_figure(7.5, 4.4)
    axes.semilogx(sizes, left["Adam"], "o-", color=NEW, label="Adam, L2 in the gradient")
    axes.semilogx(sizes, left["AdamW"], "s-", color=TRAINING, label="AdamW, decoupled decay")
    axes.axhline(0.999**1000, color="gray", linestyle=":", label="(1 - lr * weight_decay)**1000")
    axes.set(
        xlabel="size of the gradient (noise without direction)",
        ylabel="what is left of a weight of 1",
        ylim=(0, 1.1),
    )
    axes.set_title(
        "1000 steps, lr = 0.001, weight_decay = 1. Divided by the root of v, an L2 penalty\n"
        "spares the weights with large gradients: the ones that fit the noise.",
        fontsize=10,
    )
    axes.legend(fontsize=9)
    return figure


def _empty_figure(width, height, rows=1, columns=1):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'the pictures need matplotlib: pip install "t09-regularization[plot]"'
        raise ImportError(message) from error
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns)
