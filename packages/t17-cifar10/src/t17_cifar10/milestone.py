"""Shapes that were drawn for it, and CIFAR-10 where it has been fetched."""

import numpy as np
from scratchcore import keep_freed_memory
from t10_mnist import ArrayDataset, accuracy, fit

from t17_cifar10.cifar10 import load_cifar10
from t17_cifar10.evaluation import predict
from t17_cifar10.recipes import CIFAR10_LONG_RECIPE, CIFAR10_RECIPE, SHAPES_RECIPE
from t17_cifar10.shapes10 import load_shapes10


def run(*, seed, smoke=False, real=False, long=False):
    """Train by the recipe, and measure the averaged weights on the test set.

    The test set is measured at the end: nothing was chosen by it (metrics.md). `real` takes
    CIFAR-10 and raises FileNotFoundError where it is missing, `long` trains longer on it; `smoke`
    trains an epoch on 512 pictures.
    """
    keep_freed_memory()
    recipe = (CIFAR10_LONG_RECIPE if long else CIFAR10_RECIPE) if real else SHAPES_RECIPE
    train, test = load_cifar10() if real else load_shapes10()
    if smoke:
        train, test = (ArrayDataset(*(a[:512] for a in part.arrays)) for part in (train, test))
    model, loader, options = recipe.prepare(
        train, rng=np.random.default_rng(seed), epochs=1 if smoke else None
    )
    history = fit(model, loader, **options)
    options["average"].copy_to(model)
    images, labels = recipe.inputs(test).arrays
    scores = predict(model, images, flip=recipe.flip)
    return {
        "metrics": {
            "test_accuracy": float(accuracy(scores, labels)),
            "train_accuracy": history["accuracy"][-1],
            "test_pictures": len(labels),
        },
        "curves": {"training loss": history["loss"], "training accuracy": history["accuracy"]},
    }
