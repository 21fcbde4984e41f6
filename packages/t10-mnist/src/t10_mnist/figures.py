"""Pictures of the milestone: augmentation, learning curves, confusion, and the digits misread."""

from dataclasses import replace

import numpy as np
from scratchcore import no_grad

from t10_mnist.augment import RandomAffine
from t10_mnist.dataloader import DataLoader
from t10_mnist.digits import load_digits
from t10_mnist.fit import fit
from t10_mnist.metrics import confusion_matrix
from t10_mnist.recipes import DIGITS_RECIPE

EPOCHS = 40
REGULARISED = replace(DIGITS_RECIPE, label_smoothing=0)  # which would lift its loss
PLAIN = replace(REGULARISED, batch_norm=False, input_dropout=0, dropout=0, affine={})


def figures(rng):
    """Return the figures by name; they train three small networks, for about ten seconds."""
    pictures, unseen = load_digits()
    train, test = map(DIGITS_RECIPE.inputs, (pictures, unseen))
    scores = _scores(train, test, rng)
    return {
        "augmentation": _augmentation(pictures, rng),
        "learning_curves": _curves(train, rng),
        "confusion": _confusion(scores.argmax(axis=1), test.arrays[1]),
        "wrong_digits": _wrong(scores, unseen),
    }


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'pictures need matplotlib: pip install "t10-mnist[plot]"'
        raise ImportError(message, name="matplotlib") from error
    return Figure(figsize=(width, height), layout="constrained")


def _scores(train, test, rng):
    """Train by the recipe; return the scores (N, 10) of the test pictures."""
    model, loader, options = DIGITS_RECIPE.prepare(train, rng=rng, epochs=EPOCHS)
    fit(model, loader, progress=False, **options)
    with no_grad():
        return model.eval()(test.arrays[0]).data


def _augmentation(pictures, rng):
    """Draw ten digits above what the recipe makes of them, and twice as much at the bottom."""
    images = pictures.arrays[0][:10].astype(np.float32)
    wild = {name: 3 * value for name, value in DIGITS_RECIPE.affine.items()}
    rows = {"as written": images}
    for name, ranges in (("recipe", DIGITS_RECIPE.affine), ("three times", wild)):
        rows |= {f"{name} {k}": RandomAffine((8, 8), **ranges)(images, rng=rng)[0] for k in (1, 2)}
    figure = _figure(9, 5.2)
    figure.suptitle("ten digits, warped by the recipe's ranges and by three times as much")
    for axes, (name, row) in zip(figure.subplots(len(rows), 1), rows.items(), strict=True):
        strip = np.pad(row, ((0, 0), (1, 1), (1, 1))).transpose(1, 0, 2).reshape(10, -1)
        axes.imshow(strip, cmap="gray_r", vmin=0, vmax=16)
        axes.set(xticks=[], yticks=[])
        axes.set_ylabel(name, rotation=0, ha="right", va="center")
    return figure


def _curves(train, rng):
    """Compare training and validation with and without what fights over-fitting."""
    mine, held_out = train.split(0.8)
    figure = _figure(10, 4)
    left, right = figure.subplots(1, 2)
    for name, recipe, colour in (("plain", PLAIN, "#D55E00"), ("recipe", REGULARISED, "#0072B2")):
        model, loader, options = recipe.prepare(mine, rng=rng, epochs=EPOCHS)
        options["validation"] = DataLoader(held_out, 500)
        history = fit(model, loader, progress=False, **options)
        epochs = range(1, EPOCHS + 1)
        for axes, figure_name in ((left, "loss"), (right, "accuracy")):
            axes.plot(epochs, history[figure_name], ":", color=colour, label=f"{name}, training")
            validation = history[f"validation_{figure_name}"]
            axes.plot(epochs, validation, color=colour, label=f"{name}, unseen writers")
    left.set(xlabel="epoch", ylabel="cross-entropy", yscale="log", title="loss")
    right.set(xlabel="epoch", ylabel="share right", ylim=(0.85, 1.005), title="accuracy")
    left.legend(fontsize=8)
    for axes in (left, right):
        axes.grid(alpha=0.3)
    return figure


def _confusion(predicted, target):
    matrix = confusion_matrix(predicted, target, 10)
    figure = _figure(5.6, 5)
    axes = figure.subplots()
    wrong = matrix * (1 - np.eye(10))
    axes.imshow(np.where(np.eye(10), np.nan, wrong), cmap="Reds", vmin=0, vmax=max(wrong.max(), 1))
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            colour = "white" if 2 * wrong[row, column] > wrong.max() else "black"
            axes.text(column, row, count, ha="center", va="center", color=colour)
    share = np.trace(matrix) / matrix.sum()
    axes.set(xticks=range(10), yticks=range(10), xlabel="taken for", ylabel="is")
    axes.set_title(f"{len(target)} digits of unseen writers, {share:.1%} right", fontsize=10)
    return figure


def _wrong(scores, unseen):
    """Draw the misread digits, those the network was surest of first."""
    images, target = unseen.arrays
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    sureness = (exponents / exponents.sum(axis=1, keepdims=True)).max(axis=1)
    predicted = scores.argmax(axis=1)
    wrong = np.flatnonzero(predicted != target)
    wrong = wrong[np.argsort(-sureness[wrong])][:18]
    figure = _figure(9, 5.4)
    figure.suptitle("misread digits of unseen writers, the surest mistakes first")
    for place, k in enumerate(wrong, 1):
        axes = figure.add_subplot(3, 6, place)
        axes.imshow(images[k], cmap="gray_r")
        axes.set(xticks=[], yticks=[])
        axes.set_title(f"{target[k]} read as {predicted[k]} ({sureness[k]:.0%})", fontsize=9)
    return figure
