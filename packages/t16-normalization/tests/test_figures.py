"""The study of batch sizes, and the picture of it."""

import sys

import numpy as np
import pytest
from t16_normalization import figures as pictures
from t16_normalization import study


def test_batch_norm_alone_depends_on_the_other_samples():
    rng = np.random.default_rng
    noise = {
        name: study.output_noise(norm, (2, 8, 32), features=16, repeats=100, rng=rng(0))
        for name, norm in study.NORMS.items()
    }
    for name in ("group norm", "layer norm"):
        np.testing.assert_allclose(noise[name], 0, atol=1e-12)
    # the mean of n samples deviates by 1 / sqrt(n), the deviation by a factor of 1 / sqrt(2 n)
    np.testing.assert_allclose(noise["batch norm"][1:], [0.42, 0.21], rtol=0.12)
    assert 0.6 < noise["batch norm"][0] < 1.0


def test_the_networks_differ_in_their_normalisation_only():
    for norm in study.NORMS.values():
        network = study.normalized_network(norm, rng=np.random.default_rng(0))
        layers = list(network.children())
        assert [type(layer).__name__ for layer in layers[::3]] == ["Linear"] * 3
        assert [layers[i].weight.shape for i in (0, 3, 6)] == [(64, 4), (64, 64), (2, 64)]
        assert type(layers[1]) is type(layers[4]) is type(norm(64))


def test_a_training_is_the_same_for_one_seed_and_learns():
    losses = [
        study.new_sample_loss(study.NORMS["layer norm"], 8, steps=40, rng=np.random.default_rng(0))
        for _ in "ab"
    ]
    assert losses[0] == losses[1] < 0.62 < np.log(2)


def test_sizes_steps_and_batches_are_those_of_the_picture():
    assert study.SIZES == (2, 4, 8, 16, 32, 64)
    assert list(study.NORMS) == ["batch norm", "group norm", "layer norm"]
    assert study.NORMS["group norm"](64).num_groups == 8
    # numbers of this very code: they hold learning rate, batches and evaluation in place
    losses = [
        study.new_sample_loss(norm, 16, steps=5, rng=np.random.default_rng(0))
        for norm in study.NORMS.values()
    ]
    np.testing.assert_allclose(losses, [0.67987, 0.65765, 0.66707], rtol=2e-3)


@pytest.mark.slow
def test_pairs_are_too_few_for_batch_norm():
    losses = {
        name: np.mean(
            [study.new_sample_loss(norm, 2, rng=np.random.default_rng(s)) for s in range(3)]
        )
        for name, norm in study.NORMS.items()
    }
    assert losses["batch norm"] > max(losses["group norm"], losses["layer norm"]) + 0.03


def test_without_matplotlib_the_error_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ImportError, match=r'pip install "t16-normalization\[plot\]"'):
        pictures.batch_size({}, {})


@pytest.mark.slow
def test_the_picture_shows_all_norms(monkeypatch):
    def quick_noise(norm, rng):
        return study.output_noise(norm, repeats=3, rng=rng)

    def quick_loss(norm, size, rng):
        return study.new_sample_loss(norm, size, steps=1, rng=rng)

    monkeypatch.setattr(pictures, "output_noise", quick_noise)
    monkeypatch.setattr(pictures, "new_sample_loss", quick_loss)
    drawn = pictures.figures(np.random.default_rng(0))
    assert list(drawn) == ["batch_size"]
    left, right = drawn["batch_size"].axes
    assert [line.get_label() for line in left.lines] == list(study.NORMS)
    assert len(right.lines) == 3 * (5 + 1)
