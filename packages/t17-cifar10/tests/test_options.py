"""Arguments that are refused, and the parts around the exercises."""

import re
from contextlib import suppress

import numpy as np
import pytest
from t05_mlp import Linear, Sequential
from t09_regularization import BatchNorm1d
from t10_mnist import ArrayDataset, DataLoader, pack, unpack
from t17_cifar10 import (
    EMA,
    SHAPES_RECIPE,
    CropFlip,
    cutout,
    draw_shapes,
    error_report,
    filter_grid,
    most_confident_mistakes,
    normalize_images,
    predict,
    random_crop,
    random_flip,
)

IMAGES = np.zeros((2, 3, 5, 6), np.uint8)


@pytest.mark.parametrize(
    "operation",
    [
        lambda x: random_crop(x, rng=None),
        lambda x: random_flip(x, rng=None),
        lambda x: cutout(x, size=2, rng=None),
        lambda x: normalize_images(x, 0.5, 0.25),
    ],
)
def test_anything_but_a_batch_of_pictures_is_refused(operation):
    with pytest.raises(ValueError, match=r"images must be \(N, C, H, W\), got the shape \(3, 5, 6"):
        operation(IMAGES[0])


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        (lambda: random_flip(IMAGES, share=1.5, rng=None), "share must be from 0 to 1, got 1.5"),
        (lambda: random_flip(IMAGES, share=np.nan, rng=None), "share must be from 0 to 1, got nan"),
        (lambda: cutout(IMAGES, size=-3, rng=None), "size must be at least 0, got -3"),
        (lambda: normalize_images(IMAGES, 0.5, 0), "std must be positive, got 0"),
        (lambda: normalize_images(IMAGES, 0.5, [1, 1, np.nan]), "std must be positive, got"),
        (
            lambda: normalize_images(IMAGES, [0.5, 0.5], 1),
            "mean must be one number or one",
        ),
        (lambda: predict(None, IMAGES, batch_size=0), "batch_size must be at least 1, got 0"),
        (lambda: draw_shapes(-1, 0, 1), "seed must be at least 0, got -1"),
        (
            lambda: most_confident_mistakes(np.eye(3), np.arange(3), -1),
            "count must be at least 0, got -1",
        ),
        (
            lambda: SHAPES_RECIPE.prepare(None, rng=np.random.default_rng(0), epochs=0),
            "epochs must be at least 1, got 0",
        ),
    ],
)
def test_numbers_out_of_range_are_refused_by_name(operation, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        operation()


def test_a_border_that_cannot_be_mirrored_is_refused():
    rng = np.random.default_rng(0)
    assert random_crop(IMAGES, padding=4, rng=rng).shape == IMAGES.shape
    with pytest.raises(ValueError, match=r"padding is 5, too much to mirror pictures \(5, 6\)"):
        random_crop(IMAGES, padding=5, rng=rng)
    assert random_crop(IMAGES, padding=9, mode="zero", rng=rng).shape == IMAGES.shape
    with pytest.raises(ValueError, match="padding must be at least 0, got -1"):
        random_crop(IMAGES, padding=-1, rng=rng)
    with pytest.raises(ValueError, match="mode must be one of reflect, zero, got 'wrap'"):
        random_crop(IMAGES, mode="wrap", rng=rng)


def test_a_transform_refuses_bad_options_at_once():
    with pytest.raises(ValueError, match="padding must be at least 0, got -1"):
        CropFlip(padding=-1)
    with pytest.raises(TypeError, match=r"cutout must be a whole number, got 2\.5"):
        CropFlip(cutout=2.5)
    with pytest.raises(ValueError, match="mode must be one of reflect, zero, got 'edge'"):
        CropFlip(mode="edge")


def test_a_transform_that_does_nothing_only_normalises():
    images = np.random.default_rng(0).integers(256, size=(4, 3, 6, 6), dtype=np.uint8)
    (got,) = CropFlip(0, 0, False)(images, rng=None)
    assert np.allclose(got, (images / 255 - 0.5) / 0.25, atol=1e-6)


def test_the_name_of_a_transform_says_what_it_does():
    text = repr(CropFlip(2, 5, False, mode="zero", mean=0.4, std=0.2))
    assert text == "CropFlip(padding=2, cutout=5, flip=False, mode='zero', mean=0.4, std=0.2)"
    assert repr(CropFlip()).startswith("CropFlip(padding=4, cutout=8, flip=True, mode='reflect'")


def test_a_loader_gives_the_same_augmented_batches_again():
    images = np.random.default_rng(0).integers(256, size=(10, 3, 8, 8), dtype=np.uint8)

    def epoch(prefetch):
        loader = DataLoader(
            ArrayDataset(images, np.arange(10)),
            4,
            shuffle=True,
            rng=np.random.default_rng(1),
            transform=CropFlip(2, 3),
            prefetch=prefetch,
        )
        return [(x.tolist(), y.tolist()) for x, y in loader]

    assert epoch(0) == epoch(2)


def model(seed=0):
    return Sequential(Linear(3, 2, rng=np.random.default_rng(seed)), BatchNorm1d(2))


@pytest.mark.parametrize("decay", [-0.1, 1.0, float("nan")])
def test_a_decay_that_forgets_nothing_or_grows_is_refused(decay):
    with pytest.raises(ValueError, match="decay must be from 0 to below 1"):
        EMA(model(), decay)
    assert EMA(model(), 0).decay == 0


def values(network):
    return {path: array.tolist() for path, array in network.state_dict().items()}


def test_an_average_begins_as_a_copy():
    network = model()
    ema, first = EMA(network, 0.9), values(network)
    network[0].weight.data += 1
    assert {path: array.tolist() for path, array in ema.average.items()} == first


def test_an_average_is_lent_to_the_model_and_taken_back():
    network = model()
    ema, first = EMA(network, 0.5), values(network)
    for parameter in network.parameters():
        parameter.data += 1
    second, memory = values(network), network[0].weight.data
    with ema.applied() as lent:
        assert lent is network and values(network) == first
        assert network[0].weight.data is memory
    assert values(network) == second
    with suppress(KeyError), ema.applied():
        raise KeyError("an error inside")
    assert values(network) == second
    assert ema.average["0.weight"].tolist() == first["0.weight"]


def test_weights_that_two_layers_share_are_swapped_once():
    network = Sequential(Linear(2, 2, rng=np.random.default_rng(0)))
    network.append(network[0])
    ema, first = EMA(network, 0.5), network[0].weight.data.tolist()
    network[0].weight.data += 1
    second = network[0].weight.data.tolist()
    ema.swap()
    assert network[0].weight.data.tolist() == first
    ema.swap()
    assert network[0].weight.data.tolist() == second


def test_an_average_is_copied_into_another_model():
    network, other = model(0), model(1)
    ema = EMA(network, 0.5)
    network[0].weight.data += 1
    ema.copy_to(other)
    assert other[0].weight.data.tolist() == ema.average["0.weight"].tolist()
    other[0].weight.data += 1
    assert other[0].weight.data.tolist() != ema.average["0.weight"].tolist()
    with pytest.raises(ValueError, match=r"model: 0\.weight has shape \(2, 5\), expected \(2, 3\)"):
        ema.copy_to(Sequential(Linear(5, 2, rng=np.random.default_rng(0)), BatchNorm1d(2)))


def test_a_state_goes_through_a_checkpoint():
    network = model()
    ema = EMA(network, 0.9)
    for _ in range(3):
        network[0].weight.data += 1
        ema.update()
    state = unpack(*pack(ema.state_dict()))
    again = EMA(model(5), 0.9)
    again.load_state_dict(state)
    assert again.steps == 3 and again.current_decay() == ema.current_decay() == 4 / 13
    for path, array in ema.average.items():
        assert again.average[path].tolist() == array.tolist()
    ema.average["0.weight"] += 1
    assert state["average"]["0.weight"].tolist() == again.average["0.weight"].tolist()
    del state["average"]["1.running_mean"]
    with pytest.raises(ValueError, match=r"state: 1\.running_mean has shape None, expected \(2,\)"):
        again.load_state_dict(state)
    assert repr(ema) == "EMA(decay=0.9, warmup=True, steps=3)"


def test_a_report_names_classes_and_what_is_confused():
    scores = np.eye(3)[[0, 1, 1, 2, 0, 0, 2, 2]]
    text = error_report(scores, np.array([0, 0, 1, 2, 2, 2, 2, 0]), ["cat", "dog", "ship"])
    lines = text.splitlines()
    assert lines[0].split() == ["class", "precision", "recall", "f1", "support"]
    assert lines[1].split() == ["cat", "0.3333", "0.3333", "0.3333", "3"]
    assert lines[-3:] == [
        "most often confused:",
        "  cat and ship: 3 times",
        "  cat and dog: 1 times",
    ]


def test_filters_lie_side_by_side_with_grey_as_zero():
    weight = np.zeros((3, 3, 2, 2), np.float32)
    weight[0, 0] = [[4, -4], [2, 0]]
    weight[2, 0, 0, 1] = 0.1
    grid = filter_grid(weight, columns=2)
    assert grid.shape == (5, 5, 3)
    assert grid[:2, :2, 0].tolist() == [[1.0, 0.0], [0.75, 0.5]]
    assert grid[:2, :2, 1].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert grid[3:, :2, 0].tolist() == [[0.5, 1.0], [0.5, 0.5]]
    assert (grid[2] == 1).all() and (grid[:, 2] == 1).all() and (grid[3:, 3:] == 1).all()
    assert (grid[:2, 3:] == 0.5).all()
