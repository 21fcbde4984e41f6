"""A recipe becomes a network, a loader and the options of fit."""

from dataclasses import replace

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t08_losses import cross_entropy
from t10_mnist import DIGITS_RECIPE, MNIST_RECIPE, ArrayDataset, Recipe, fit

SMALL = Recipe((2, 3), 10, hidden=(5, 4), epochs=7, batch_size=4, lr=0.1, weight_decay=0.5)
RNG = np.random.default_rng(0)
PICTURES = ArrayDataset(RNG.integers(0, 11, (9, 2, 3)).astype(np.uint8), np.arange(9))


def kinds(recipe):
    return [type(layer).__name__ for layer in recipe.model(rng=np.random.default_rng(0))]


def test_inputs_are_rows_from_0_to_1_in_float32():
    x, y = SMALL.inputs(PICTURES).arrays
    expected = (PICTURES.arrays[0].reshape(9, 6) / 10).astype(np.float32)
    assert_close(x, expected, name="rows")
    assert y is PICTURES.arrays[1]


def test_a_network_has_the_layers_that_the_recipe_asks_for():
    hidden = ["Linear", "BatchNorm1d", "GELU"]
    assert kinds(SMALL) == [*hidden, *hidden, "Linear"]
    assert kinds(replace(SMALL, batch_norm=False)) == ["Linear", "GELU"] * 2 + ["Linear"]
    dropped = [*hidden, "Dropout"]
    full = replace(SMALL, dropout=0.2, input_dropout=0.1)
    assert kinds(full) == ["Dropout", *dropped, *dropped, "Linear"]
    layers = full.model(rng=np.random.default_rng(0))
    assert (layers[0].p, layers[4].p) == (0.1, 0.2)


def test_sizes_go_from_the_pixels_to_ten_classes():
    layers = SMALL.model(rng=np.random.default_rng(0))
    shapes = [layer.weight.shape for layer in layers if type(layer).__name__ == "Linear"]
    assert shapes == [(5, 6), (4, 5), (10, 4)]
    assert layers[0].bias is None and layers[6].bias is not None
    assert replace(SMALL, batch_norm=False).model(rng=RNG)[0].bias is not None


def test_prepare_hands_the_settings_on():
    recipe = replace(SMALL, label_smoothing=0.2, affine={"shift": 0.5})
    _, loader, options = recipe.prepare(recipe.inputs(PICTURES), rng=np.random.default_rng(1))
    assert (loader.batch_size, loader.shuffle, loader.drop_last) == (4, True, True)
    assert repr(loader.transform) == "RandomAffine((2, 3), shift=0.5)"
    assert loader.prefetch == 2
    assert options["optimizer"].defaults["weight_decay"] == 0.5
    assert options["schedule"].total_steps == 7 * 2 and options["epochs"] == 7
    scores, y = np.random.default_rng(2).normal(size=(4, 10)), np.arange(4)
    expected = cross_entropy(scores, y, label_smoothing=0.2)
    assert_close(options["loss"](scores, y), expected, name="loss")
    assert list(options["metrics"]) == ["accuracy"]


def test_without_augmentation_the_loader_has_no_transform_and_epochs_can_be_fewer():
    _, loader, options = SMALL.prepare(SMALL.inputs(PICTURES), rng=RNG, epochs=2)
    assert loader.transform is None and options["epochs"] == 2
    assert options["schedule"].total_steps == 4


def test_one_seed_decides_the_whole_run():
    recipe = replace(SMALL, dropout=0.3, affine={"rotate": 20})
    weights = []
    for seed in (3, 3, 4):
        rng = np.random.default_rng(seed)
        model, loader, options = recipe.prepare(recipe.inputs(PICTURES), rng=rng, epochs=2)
        fit(model, loader, progress=False, **options)
        weights.append(model.state_dict())
    assert all((weights[0][name] == weights[1][name]).all() for name in weights[0])
    assert any((weights[0][name] != weights[2][name]).any() for name in weights[0])


@pytest.mark.parametrize(("recipe", "count"), [(DIGITS_RECIPE, 85_514), (MNIST_RECIPE, 670_730)])
def test_the_milestones_networks_have_their_sizes(recipe, count):
    parameters = recipe.model(rng=np.random.default_rng(0)).parameters()
    assert sum(parameter.size for parameter in parameters) == count


def test_the_settings_are_those_that_metrics_md_measured():
    digits, mnist = DIGITS_RECIPE, MNIST_RECIPE
    assert (digits.size, digits.brightest, digits.hidden) == ((8, 8), 16, (256, 256))
    assert (digits.epochs, digits.batch_size, digits.lr) == (80, 64, 3e-3)
    assert (digits.input_dropout, digits.dropout, digits.label_smoothing) == (0.1, 0.3, 0.1)
    assert digits.affine == {"rotate": 7, "scale": 0.08, "shear": 0.1, "shift": 0.35}
    assert (mnist.size, mnist.brightest, mnist.hidden) == ((28, 28), 255, (512, 512))
    assert (mnist.epochs, mnist.batch_size, mnist.lr) == (12, 128, 3e-3)
    assert (mnist.input_dropout, mnist.dropout, mnist.label_smoothing) == (0, 0.1, 0)
    assert mnist.affine == {"rotate": 10, "scale": 0.1, "shear": 0.2, "shift": 1.5}
    assert digits.weight_decay == mnist.weight_decay == 0.01
    assert digits.batch_norm and mnist.batch_norm
