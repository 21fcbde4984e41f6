"""Pictures of the milestone: shapes, augmentation, filters, confusion and the surest mistakes."""

import numpy as np
from t10_mnist import ArrayDataset, confusion_matrix, fit

from t17_cifar10.augment import CropFlip
from t17_cifar10.evaluation import predict
from t17_cifar10.outlines import SHAPES
from t17_cifar10.recipes import SHAPES_RECIPE
from t17_cifar10.report import filter_grid, most_confident_mistakes
from t17_cifar10.shapes10 import draw_shapes

TRAINED, TESTED, EPOCHS = 3000, 1000, 4  # less than the milestone: enough to see something


def figures(rng):
    """Return the figures by name; they train one network, for less than a minute."""
    train, test = (ArrayDataset(*draw_shapes(k, 0, n)) for k, n in ((0, TRAINED), (1, TESTED)))
    model, scores = _train(train, test, rng)
    weight = next(p.data for p in model.parameters() if p.ndim == 4)  # (O, 3, KH, KW)
    return {
        "shapes": _shapes(train.arrays[0]),
        "augmentation": _augmentation(train.arrays[0], rng),
        "filters": _filters(weight),
        "confusion": _confusion(scores, test.arrays[1]),
        "mistakes": _mistakes(scores, *test.arrays),
    }


def _train(train, test, rng):
    """Train by the recipe; return the model and its scores (N, 10) of the test pictures."""
    model, loader, options = SHAPES_RECIPE.prepare(train, rng=rng, epochs=EPOCHS)
    fit(model, loader, progress=False, **options)
    options["average"].copy_to(model)
    return model, predict(model, SHAPES_RECIPE.inputs(test).arrays[0])


def _figure(width, height):
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        message = 'pictures need matplotlib: pip install "t17-cifar10[plot]"'
        raise ImportError(message, name="matplotlib") from error
    return Figure(figsize=(width, height), layout="constrained")


def _strip(images):
    """Return pictures (N, 3, H, W) side by side, (H, N W, 3)."""
    count, channels, height, width = images.shape
    return images.transpose(2, 0, 3, 1).reshape(height, count * width, channels)


def _rows(title, rows):
    """Draw rows of pictures with their names at the left."""
    figure = _figure(9, 0.4 + 0.82 * len(rows))
    figure.suptitle(title, fontsize=11)
    for axes, (name, images) in zip(figure.subplots(len(rows), 1), rows.items(), strict=True):
        axes.imshow(_strip(images))
        axes.set(xticks=[], yticks=[])
        axes.set_ylabel(name, rotation=0, ha="right", va="center")
    return figure


def _shapes(images):
    rows = {name: images[label::10][:12] for label, name in enumerate(SHAPES)}
    return _rows("the ten classes of shapes10", rows)


def _augmentation(images, rng):
    """Draw ten pictures above what the default transform makes of them, four times."""
    chosen = images[:10]
    rows = {"as drawn": chosen}
    for k in range(1, 5):
        (changed,) = CropFlip(mean=0.5, std=0.25)(chosen, rng=rng)
        rows[f"time {k}"] = np.clip(changed * 0.25 + 0.5, 0, 1)
    return _rows("moved by up to 4 pixels, mirrored or not, 8 x 8 hidden", rows)


def _filters(weight):
    figure = _figure(6, 3.2)
    axes = figure.subplots()
    axes.imshow(filter_grid(weight))
    axes.set(xticks=[], yticks=[])
    axes.set_title(f"the {len(weight)} filters of the first layer; grey is 0", fontsize=10)
    return figure


def _confusion(scores, target):
    matrix = confusion_matrix(scores.argmax(axis=1), target, len(SHAPES))
    wrong = matrix * (1 - np.eye(len(SHAPES), dtype=int))
    figure = _figure(6.4, 5.6)
    axes = figure.subplots()
    axes.imshow(wrong, cmap="Reds")
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            colour = "white" if 2 * wrong[row, column] > wrong.max() else "black"
            axes.text(column, row, count, ha="center", va="center", color=colour, fontsize=8)
    axes.set_xticks(range(len(SHAPES)), SHAPES, rotation=45, ha="right")
    axes.set_yticks(range(len(SHAPES)), SHAPES)
    share = np.trace(matrix) / matrix.sum()
    axes.set(xlabel="taken for", ylabel="is")
    axes.set_title(f"{len(target)} test pictures after {EPOCHS} epochs, {share:.1%} right")
    return figure


def _mistakes(scores, images, target):
    """Draw the mistakes of which the network was surest."""
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    sureness = 1 / exponents.sum(axis=1)  # (N,)
    predicted = scores.argmax(axis=1)
    figure = _figure(9, 5.4)
    figure.suptitle("the surest mistakes")
    for place, k in enumerate(most_confident_mistakes(scores, target, 18), 1):
        axes = figure.add_subplot(3, 6, place)
        axes.imshow(images[k].transpose(1, 2, 0))
        axes.set(xticks=[], yticks=[])
        taken = f"{SHAPES[target[k]]} as {SHAPES[predicted[k]]}"
        axes.set_title(f"{taken} ({sureness[k]:.0%})", fontsize=8)
    return figure
