"""The network, its recipes, and a run of the milestone in small."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t10_mnist import ArrayDataset, fit
from t17_cifar10 import (
    CIFAR10_LONG_RECIPE,
    CIFAR10_RECIPE,
    SHAPES_RECIPE,
    ConvNet,
    draw_shapes,
    predict,
)

TINY = replace(SHAPES_RECIPE, stages=((4,), (8,)), epochs=3, batch_size=8, lr=0.02, padding=1)


def pictures(count=32):
    """Return pictures whose class is the brightest of three colours."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, count)
    images = rng.integers(0, 120, (count, 3, 8, 8)).astype(np.uint8)
    images[np.arange(count), labels] += 130
    return ArrayDataset(images, labels)


def test_the_network_has_the_parameters_of_its_formula():
    model = ConvNet(((32,), (64, 64), (128, 128)), rng=np.random.default_rng(0))
    widths = [3, 32, 64, 64, 128, 128]
    expected = sum(9 * i * o + 2 * o for i, o in pairwise(widths)) + 1290
    assert sum(p.data.size for p in model.parameters()) == expected
    x = np.random.default_rng(1).standard_normal((2, 3, 16, 16)).astype(np.float32)
    assert predict(model, x).shape == (2, 10)


def test_the_longer_schedule_is_the_same_recipe_for_more_epochs():
    assert replace(CIFAR10_LONG_RECIPE, epochs=CIFAR10_RECIPE.epochs) == CIFAR10_RECIPE
    assert CIFAR10_LONG_RECIPE.epochs > CIFAR10_RECIPE.epochs


def test_inputs_are_normalised_channel_by_channel():
    images, labels = pictures().arrays
    got, same = CIFAR10_RECIPE.inputs(ArrayDataset(images, labels)).arrays
    mean, std = (np.array(v)[:, None, None] for v in (CIFAR10_RECIPE.mean, CIFAR10_RECIPE.std))
    assert_close(got, ((images / 255 - mean) / std).astype(np.float32), name="inputs", rtol=1e-5)
    assert same is labels


def test_training_by_a_recipe_learns_and_the_average_is_another_network():
    model, loader, options = TINY.prepare(pictures(), rng=np.random.default_rng(0), epochs=8)
    history = fit(model, loader, progress=False, **options)
    assert history["accuracy"][-1] > 0.9
    images, labels = TINY.inputs(pictures()).arrays
    trained = predict(model, images, flip=False)
    options["average"].copy_to(model)
    averaged = predict(model, images, flip=False)
    assert np.abs(trained - averaged).max() > 1e-4
    assert (averaged.argmax(axis=1) == labels).mean() > 0.9


def test_a_seed_decides_everything():
    def weights(seed):
        model, loader, options = TINY.prepare(pictures(), rng=np.random.default_rng(seed))
        fit(model, loader, progress=False, **options)
        return model.state_dict()

    one, same, other = weights(3), weights(3), weights(4)
    for name, array in one.items():
        assert_close(array, same[name], name=name, rtol=0, atol=0)
    assert any(not np.array_equal(one[name], other[name]) for name in one)


def test_an_interrupted_run_ends_with_the_same_bits(tmp_path):
    def prepared():
        return TINY.prepare(pictures(), rng=np.random.default_rng(3))

    model, loader, options = prepared()
    fit(model, loader, progress=False, **options)
    half, half_loader, half_options = prepared()
    original = half_loader.make
    calls = iter(range(7))

    def make(*job):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return original(*job)

    half_loader.make = make
    file = tmp_path / "run.npz"
    with pytest.raises(KeyboardInterrupt):
        fit(half, half_loader, progress=False, checkpoint=file, checkpoint_every=2, **half_options)
    again, loader, last = prepared()
    fit(again, loader, progress=False, checkpoint=file, checkpoint_every=2, **last)
    for name, array in model.state_dict().items():
        assert_close(again.state_dict()[name], array, name=name, rtol=0, atol=0)
    average = last["average"].state_dict()["average"]
    for name, array in options["average"].state_dict()["average"].items():
        assert_close(average[name], array, name=f"average of {name}", rtol=0, atol=0)


@pytest.mark.parametrize("recipe", [SHAPES_RECIPE, CIFAR10_RECIPE])
def test_the_recipes_train_the_network_that_was_measured(recipe):
    model = recipe.model(rng=np.random.default_rng(0))
    for each in (model.module, ConvNet(rng=np.random.default_rng(0))):
        assert sum(p.data.size for p in each.parameters()) == 279_466
    assert model.threads in (1, 2)


def test_the_constants_of_the_recipes_are_those_of_the_pictures():
    images, labels = draw_shapes(0, 0, 300)
    inputs, _ = SHAPES_RECIPE.inputs(ArrayDataset(images, labels)).arrays
    spread = inputs.std(axis=(0, 2, 3))
    assert np.abs(inputs.mean(axis=(0, 2, 3))).max() < 0.3
    assert (np.abs(spread - 1) < 0.3).all(), spread
    # published by many: mean and deviation of the 50,000 training pictures
    assert CIFAR10_RECIPE.mean == (0.4914, 0.4822, 0.4465)
    assert CIFAR10_RECIPE.std == (0.247, 0.2435, 0.2616)
