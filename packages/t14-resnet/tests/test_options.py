"""What is given, not graded: presets, options, data."""

import numpy as np
import pytest
from scratchcore.testing import assert_close
from t14_resnet import (
    BasicBlock,
    Bottleneck,
    ResNet,
    norm_backward,
    norm_forward,
    resnet8,
    resnet18,
    resnet20,
    study,
    tables,
)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("network", "parameters", "layers", "widths"),
    [
        # by hand: 3 x 3 convolutions, two numbers per norm, projections, classifier
        (resnet8, 78_042, [1, 1, 1], [16, 32, 64]),
        (resnet20, 272_474, [3, 3, 3], [16, 32, 64]),
        (resnet18, 11_689_512, [2, 2, 2, 2], [64, 128, 256, 512]),  # torchvision's number
    ],
)
def test_presets_have_the_sizes_of_the_papers(network, parameters, layers, widths):
    made = network(rng=rng())
    assert sum(p.size for p in made.parameters()) == parameters
    stages = [getattr(made, name) for name in made.stages]
    assert [len(stage) for stage in stages] == layers
    assert [stage[0].conv1.out_channels for stage in stages] == widths
    assert (made.maxpool is None) == (network is not resnet18)
    assert made.conv1.kernel_size == ((7, 7) if network is resnet18 else (3, 3))
    assert {p.dtype for p in made.parameters()} == {np.dtype(np.float32)}


def test_presets_take_the_options_of_the_network():
    made = resnet8(7, rng=rng(), in_channels=1, widths=(4, 5, 6), residual=False, dtype=np.float64)
    assert made(np.zeros((2, 1, 8, 8))).shape == (2, 7)
    assert not any("downsample" in name for name in made.state_dict())
    assert made.stages == ["layer1", "layer2", "layer3"]


def test_one_seed_makes_one_network():
    first, again = (resnet8(rng=rng(4)).state_dict() for _ in "ab")
    assert all((first[name] == again[name]).all() for name in first)


def test_names_are_those_of_torchvision():
    made = ResNet(Bottleneck, (1, 1), widths=(2, 3), rng=rng()).state_dict()
    names = list(made)
    assert names[:6] == [
        "conv1.weight",
        *(f"bn1.{n}" for n in ("weight", "bias", "running_mean", "running_var")),
        "bn1.num_batches_tracked",
    ]
    assert names[-2:] == ["fc.weight", "fc.bias"]
    assert made["fc.weight"].shape == (1000, 12), "1000 classes unless told otherwise"
    assert {"layer2.0.conv3.weight", "layer2.0.downsample.0.weight"} <= set(names)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"block": "basic"}, TypeError, "block must be"),
        ({"block": ResNet}, TypeError, "block must be"),
        ({"stem": "cifar10"}, ValueError, "stem must be"),
        ({"layers": (1, 1, 1)}, ValueError, "layers and widths"),
        ({"layers": (), "widths": ()}, ValueError, "layers and widths"),
        ({"layers": (1, 0)}, ValueError, "at least 1 block"),
    ],
)
def test_options_are_checked(options, error, message):
    given = {"block": BasicBlock, "layers": (1, 1), "widths": (2, 3), "rng": rng(), **options}
    with pytest.raises(error, match=message):
        ResNet(given.pop("block"), given.pop("layers"), **given)


@pytest.mark.parametrize("cached", [2700, 65_536, 1 << 20])
def test_pieces_cover_all_channels_once_and_fit_into_the_cache(monkeypatch, cached):
    monkeypatch.setattr(tables, "_CACHED", cached)
    for shape, start, stop in (((2, 7, 3), 0, 7), ((70, 3, 1000), 1, 3), ((9, 50, 300), 0, 25)):
        table, one = np.empty(shape, np.float32), shape[0] * shape[2]
        pieces = list(tables.channel_pieces(table, start, stop))
        covered = [c for piece in pieces for c in range(shape[1])[piece]]
        assert covered == list(range(start, stop))
        assert all(max(one, cached) >= one * (p.stop - p.start) for p in pieces)
    # 9 * 300 numbers a channel: one, 24, or all at a time
    widest = {2700: 1, 65_536: 24, 1 << 20: 25}[cached]
    assert pieces[0] == slice(0, widest)


def test_results_do_not_depend_on_the_size_of_the_pieces(monkeypatch):
    x, residual, g = rng().standard_normal((3, 6, 7, 5))
    weight, bias = rng(1).standard_normal((2, 7))
    results = []
    for cached in (1, 60, 1 << 20):
        monkeypatch.setattr(tables, "_CACHED", cached)
        out, moments = norm_forward(x, weight, bias, residual, None, eps=1e-5, relu=True)
        grads = norm_backward(g, x, out, weight, moments, eps=1e-5, training=True)
        results.append([out, *moments, *grads])
    for other in results[1:]:
        for got, expected in zip(other, results[0], strict=True):
            assert_close(got, expected, name="a result with larger pieces", rtol=1e-12)


def test_stripes_follow_their_formula():
    x, y = study.stripes(200, rng=rng())
    assert (x.shape, x.dtype, y.shape) == ((200, 3, 8, 8), np.float32, (200,))
    assert set(y) == set(range(8))
    clean = x.mean(axis=1)  # (N, 8, 8), noise of deviation 0.29
    row, column = np.mgrid[:8, :8]
    for picture, label in zip(clean[:20], y, strict=False):
        fits = []
        for k in range(8):
            place = 1.5 * (np.cos(np.pi * k / 8) * row + np.sin(np.pi * k / 8) * column)
            waves = np.stack([np.cos(place).ravel(), np.sin(place).ravel()], axis=1)
            fits.append(np.linalg.lstsq(waves, picture.ravel(), rcond=None)[1].item())
        assert np.argmin(fits) == label
    many, _ = study.stripes(4000, rng=rng(1))
    corner = many[:, 0, 0, 0].mean()  # any phase: no pixel has a mean
    assert_close(corner, np.float32(0), name="mean of a corner", atol=5 * (0.75 / 4000) ** 0.5)
    assert_close(x.std(), np.float32(0.75**0.5), name="deviation", rtol=0.03)


def test_training_on_stripes_lowers_the_loss_and_repeats():
    first, again = (
        study.train_on_stripes(
            study.deep_network(8, widths=(4, 6, 8), rng=rng(1)), steps, batch=16, lr=0.1, rng=rng(2)
        )
        for steps in (40, 3)
    )
    assert first[:3].tolist() == again.tolist()
    assert first[-5:].mean() < 0.9 * first[:5].mean()


@pytest.mark.parametrize("depth", [2, 9, 57])
def test_depths_that_no_network_has_are_refused(depth):
    with pytest.raises(ValueError, match=f"depth must be 6 n .* got {depth}"):
        study.deep_network(depth, rng=rng())


@pytest.mark.parametrize("depth", [8, 20, 56])
def test_the_depth_counts_convolutions_and_the_classifier(depth):
    network = study.deep_network(depth, widths=(1, 2, 3), rng=rng())
    named = [name for name, p in network.named_parameters() if p.ndim > 1]
    assert sum("downsample" not in name for name in named) == depth


def test_the_study_measures_what_it_did_when_this_was_written():
    # numbers of this very code: they hold batch, side, learning rate and seeds in place
    assert study.DEPTH == 56
    sizes = study.compare_networks(8, rng=rng())["plain"]
    np.testing.assert_allclose(sizes[[0, -1]], [0.156191, 0.0356527], rtol=1e-3)
    losses = study.train_on_stripes(study.deep_network(8, rng=rng()), 4, rng=rng())
    np.testing.assert_allclose(losses, [2.40129, 2.38953, 2.30469, 2.2232], rtol=1e-3)
