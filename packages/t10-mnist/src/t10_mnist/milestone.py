"""Digits by people whose writing was never seen, and MNIST where it has been fetched."""

import numpy as np
from scratchcore import keep_freed_memory

from t10_mnist.dataloader import DataLoader
from t10_mnist.datasets import load_mnist
from t10_mnist.digits import load_digits
from t10_mnist.fit import fit
from t10_mnist.recipes import DIGITS_RECIPE, MNIST_RECIPE
from t10_mnist.training import evaluate


def run(*, seed, smoke=False, real=False):
    """Train by the recipe and measure on the test set; return metrics and curves.

    The test set is measured at the end: nothing was chosen by it (metrics.md). `real` takes MNIST
    and raises FileNotFoundError where it is missing; `smoke` trains for two epochs.
    """
    keep_freed_memory()
    recipe = MNIST_RECIPE if real else DIGITS_RECIPE
    train, test = map(recipe.inputs, load_mnist() if real else load_digits())
    epochs = 2 if smoke else recipe.epochs
    model, loader, options = recipe.prepare(train, rng=np.random.default_rng(seed), epochs=epochs)
    history = fit(model, loader, **options)
    measures = {"loss": options["loss"], "metrics": options["metrics"]}
    measured = evaluate(model, DataLoader(test, 1000), **measures)
    return {
        "metrics": {
            "test_accuracy": measured["accuracy"],
            "train_accuracy": history["accuracy"][-1],
        },
        "curves": {"training loss": history["loss"], "training accuracy": history["accuracy"]},
    }
